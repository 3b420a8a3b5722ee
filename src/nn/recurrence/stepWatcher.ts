import type { Context } from '../../tensor/context.ts';
import { view } from '../../tensor/operations/view.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import { record, recordAll } from '../../tensor/record.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { mapValues } from '../../support/mapValues.ts';
import type { Cell, State, SweepInput } from '../cells/cell.ts';

/** Sees the gradients of states on the plain path. */
export interface StepWatcher {
  /** What the steps are to read in place of the input: its gradient is the last one, which ends the watch. */
  readonly x: Tensor;
  /** The states after step t, to go on with. */
  see(state: State, t: number): State;
}

/** Collects dL/dstate step by step and, when the backward sweep has passed the first of them, tells `watch` all. */
export function stepWatcher(
  { stateSizes }: Cell,
  { structure, x }: Pick<SweepInput, 'structure' | 'x'>,
  watch: NonNullable<SweepInput['watch']>,
): StepWatcher {
  const { context } = x;
  const found = mapValues(stateSizes, (): Map<number, Tensor> => new Map());
  const given = view(x, x.shape);
  // An input that is not trained has no gradient unless something beside it has.
  const end = context.parameter([0], [1]);
  recordAll([x, end], [given], ([gradient]) => {
    watch(mapValues(stateSizes, (size, name) => packed(context, structure, size, found[name])));
    end.dispose();
    return [gradient, undefined];
  });
  return {
    x: given,
    see: (state, t) =>
      mapValues(state, (tensor, name) =>
        record(view(tensor, tensor.shape), [tensor], (gradient) => {
          found[name]?.set(t, gradient);
          return [gradient];
        }),
      ),
  };
}

/** Rows of steps as packed rows [N, size]; 0 where no gradient came. */
function packed(
  context: Context,
  { total, stepOffsets }: Structure,
  size: number,
  steps: ReadonlyMap<number, Tensor>,
): Tensor {
  const values = new Float64Array(total * size);
  for (const [t, gradient] of steps) values.set(gradient.toArray(), stepOffsets[t] * size);
  return context.tensor(values, [total, size]);
}
