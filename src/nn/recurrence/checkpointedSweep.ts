import { checkpoint } from '../../tensor/checkpoint.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { slice } from '../../tensor/operations/slice.ts';
import { split } from '../../tensor/operations/split.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Cell, State, SweepInput, SweepResult } from '../cells/cell.ts';

type Sweep = (input: SweepInput) => SweepResult;

/**
 * A sweep in stretches of `steps` time steps, of which only the states in between are kept; the backward sweep
 * computes each stretch again (Chen et al., "Training deep nets with sublinear memory cost", 2016). The input x
 * [N, I], of more than `steps` time steps, is projected within its stretch too. Same numbers as in one piece, for
 * memory of a stretch instead of the whole.
 */
export function checkpointedSweep(
  cell: Cell,
  sweep: Sweep,
  x: Tensor,
  input: Omit<SweepInput, 'x' | 'trace'>,
  steps: number,
): SweepResult {
  const { structure, reverse, masks } = input;
  const names = Object.keys(cell.stateSizes);
  const parameters = Object.values(cell.parameters);
  const starts = Array.from({ length: Math.ceil(structure.longest / steps) }, (_, k) => k * steps);
  const rowsAt = (time: number): number => structure.stepOffsets[Math.min(structure.longest, time)];
  // Cut once, so that the gradient of the rows is put together once.
  const stretches = split(
    x,
    starts.map((start) => rowsAt(start + steps) - rowsAt(start)),
  );
  if (reverse) starts.reverse();
  const outputs = new Map<number, Tensor>();
  let state: State = input.initial;
  for (const start of starts) {
    const end = Math.min(structure.longest, start + steps);
    const [from, to] = [rowsAt(start), rowsAt(end)];
    // Packed order is longest first, so a stretch of it is in packed order again.
    const part = Structure.of(
      Array.from(structure.packedLengths, (length) => Math.min(Math.max(length - start, 0), end - start)),
    );
    const zoneout =
      masks.zoneout &&
      Object.fromEntries(
        Object.entries(masks.zoneout).map(([name, mask]) => [name, slice(mask, 0, from, to)]),
      );
    const run = ([rows, ...states]: readonly Tensor[]): Tensor[] => {
      const result = sweep({
        ...input,
        structure: part,
        x: rows,
        initial: Object.fromEntries(names.map((name, k) => [name, states[k]])),
        fresh: input.fresh && start === starts[0],
        masks: { ...masks, ...(zoneout ? { zoneout } : {}) },
        trace: false,
      });
      return [result.output, ...names.map((name) => result.final[name])];
    };
    const [output, ...final] = checkpoint(run, [
      stretches[start / steps],
      ...names.map((name) => state[name]),
      ...parameters,
    ]);
    outputs.set(start, output);
    state = Object.fromEntries(names.map((name, k) => [name, final[k]]));
  }
  const inTime = [...outputs].sort(([a], [b]) => a - b).map(([, output]) => output);
  return {
    output: concatenate(inTime, 0),
    final: state,
    trace: {},
  };
}
