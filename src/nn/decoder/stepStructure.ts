import { Structure } from '../../tensor/ragged/structure.ts';

/** Step t of packed sequences as a batch of its own, each a step long: random masks come out as in the whole. */
export function stepStructure({ order, ids, firstTimes, batchSizes }: Structure, t: number): Structure {
  const running = order.subarray(0, batchSizes[t]);
  return new Structure(new Int32Array(running.length).fill(1), {
    ids: running.map((sequence) => ids[sequence]),
    firstTimes: running.map((sequence) => firstTimes[sequence] + t),
  });
}
