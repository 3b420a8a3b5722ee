import type { Parameters } from '../../nn/parameters.ts';
import { observeRecurrences } from '../../nn/recurrence/observeRecurrences.ts';
import type { Context } from '../../tensor/context.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { recurrenceNames } from '../recurrences.ts';

/** The gradients of one state of one recurrence in a training step: plain data. */
export type WatchedGradient = {
  readonly name: string;
  readonly cell: string;
  readonly state: string;
  /**
   * By lag, from 0: the mean over the sequences of the norm of dL/dstate so many steps before the end of each (read
   * backwards, after its start), L the loss of the batch.
   */
  readonly norms: readonly number[];
};

/**
 * Runs `body`, a forward and a backward pass, and tells the gradients by lag that came by in it. It computes nothing
 * twice: of each recurrence over several steps the sweep hands out dL/dstate, which it has anyway.
 */
export function watchGradients<R>(
  context: Context,
  parameters: Parameters,
  body: () => R,
): { readonly result: R; readonly gradients: readonly WatchedGradient[] } {
  const nameOf = recurrenceNames(parameters);
  const found = new Map<string, WatchedGradient>();
  const result = observeRecurrences(
    context,
    ({ cell, structure, reverse }) => {
      // A decoder's steps, one by one, have no lag.
      if (structure.longest < 2) return undefined;
      const { name } = nameOf(cell, reverse);
      return {
        watch(gradients) {
          for (const [state, tensor] of Object.entries(gradients))
            found.set(`${name} ${state}`, {
              name,
              cell: cell.kind,
              state,
              norms: meanNorms(tensor, structure, reverse),
            });
        },
      };
    },
    body,
  );
  return { result, gradients: [...found.values()].reverse() };
}

/** By lag, over the sequences that are long enough. */
function meanNorms(tensor: Tensor, structure: Structure, reverse: boolean): number[] {
  const { longest, lengths, count } = structure;
  const units = tensor.shape[1];
  const values = tensor.toArray();
  return Array.from({ length: longest }, (_, lag) => {
    let [total, reached] = [0, 0];
    for (let sequence = 0; sequence < count; sequence++) {
      if (lengths[sequence] <= lag) continue;
      const at = structure.row('packed', sequence, reverse ? lag : lengths[sequence] - 1 - lag) * units;
      let squares = 0;
      for (let k = at; k < at + units; k++) squares += values[k] * values[k];
      total += Math.sqrt(squares);
      reached++;
    }
    return total / reached;
  });
}
