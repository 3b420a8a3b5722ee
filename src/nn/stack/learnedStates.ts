import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Cell, State } from '../cells/cell.ts';
import type { Parameters } from '../parameters.ts';

interface LearnedStates {
  /** By layer, then direction: one row [1, size] per state name. */
  readonly parameters: readonly (readonly Parameters[])[];
  /** The rows repeated for `count` sequences. */
  states(layer: number, direction: number, count: number): State;
}

/** Initial states that are trained, from zero. */
export function learnedStates(context: Context, cells: readonly (readonly Cell[])[]): LearnedStates {
  const parameters = cells.map((layer) =>
    layer.map((cell) =>
      Object.fromEntries(
        Object.entries(cell.stateSizes).map(([name, size]): [string, Tensor] => [
          name,
          context.parameter(new Float32Array(size), [1, size]),
        ]),
      ),
    ),
  );
  return {
    parameters,
    states: (layer, direction, count) =>
      Object.fromEntries(
        Object.entries(parameters[layer][direction]).map(([name, row]) => [
          name,
          add(context.zeros([count, row.shape[1]]), row),
        ]),
      ),
  };
}
