import { stream, uniform } from '../../support/random.ts';
import type { Range, Stretch } from './forecastBatch.ts';

/** What an epoch is cut from. */
interface Cut {
  /** By source: the steps that may be learned from; none where `to` is 0. */
  readonly ranges: readonly Range[];
  /** Steps that are read before a forecast. */
  readonly context: number;
  /** The first step that forecasts. */
  readonly warm: number;
  readonly seed: number;
}

/** Keys the shift of each epoch. */
const SHIFT = 0x736869;

/**
 * The stretches of an epoch: together they forecast once from every step. The first half of each is there for the
 * network to read itself in, so that a forecast follows half a context at least, except where the series begins.
 * Every epoch cuts elsewhere: a pure function of seed and epoch.
 */
export function trainingStretches({ ranges, context, warm, seed }: Cut, epoch: number): Stretch[] {
  const size = Math.max(1, Math.ceil(context / 2));
  const stretches: Stretch[] = [];
  ranges.forEach(({ from: first, to }, source) => {
    // The last step forecasts nothing that may be learned from.
    const last = to - 1;
    const begin = Math.max(first, warm);
    const shift = epoch === 0 ? 0 : Math.floor(uniform(stream(seed, SHIFT, epoch), source) * size);
    for (let from = begin - shift; from < last; from += size) {
      const end = Math.min(last, from + size);
      const start = Math.max(0, end - context);
      if (end > begin) stretches.push({ source, start, from: Math.max(from, begin), end });
    }
  });
  return stretches;
}
