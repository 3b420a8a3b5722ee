import { fail } from '../../support/errors.ts';
import type { Stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { reshape } from '../../tensor/operations/reshape.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Parameters } from '../parameters.ts';
import { attentionWeight } from './attentionWeight.ts';
import type { QueryRows } from './queryRows.ts';
import type { Window } from './readSources.ts';

/** Attention to a window of the source (Luong et al., 2015), as plain data. */
export interface LocalOptions {
  /** Where the window stands: `monotonic` (local-m) at the reader's own step, `predictive` (local-p) where it says. */
  readonly alignment: 'monotonic' | 'predictive';
  /** D: positions that are read on either side of the centre. */
  readonly reach: number;
}

export interface LocalWindow {
  readonly parameters: Parameters;
  /** The window of each query row, from queries [Q, D]. */
  of(query: Tensor, rows: QueryRows): Window;
}

/**
 * Luong's windows, for a source of S positions from 0 on. `monotonic`: centre p = t, the reader's step, or the last
 * position where that is before it. `predictive`: p = S sigmoid(v · tanh(W q)), and the weights are multiplied by a
 * Gaussian around it with a deviation of half the reach. W is `weight` [D, D], v [D]. Throws `bad-argument`.
 */
export function localWindow(
  context: Context,
  { alignment, reach, querySize, stream }: LocalOptions & { querySize: number; stream: Stream },
): LocalWindow {
  if (!Number.isInteger(reach) || reach < 1) {
    fail(
      'bad-argument',
      'attention',
      `a window that reaches ${reach} positions`,
      'Give a whole number from 1 on',
    );
  }
  if (alignment === 'monotonic') {
    return { parameters: {}, of: (_, rows) => ({ centre: ownSteps(context, rows), reach, gaussian: false }) };
  }
  const weight = attentionWeight(context, [querySize, querySize], 0, stream);
  const v = attentionWeight(context, [querySize], 1, stream);
  return {
    parameters: { weight, v },
    of(query, rows) {
      const share = sigmoid(linear(tanh(linear(query, weight)), reshape(v, [1, querySize])));
      const lengths = context.tensor(
        rows.sources.map((k) => rows.source.lengths[k]),
        [rows.count],
      );
      return { centre: multiply(reshape(share, [rows.count]), lengths), reach, gaussian: true };
    },
  };
}

function ownSteps(context: Context, { times, sources, source, count }: QueryRows): Tensor {
  if (!times) {
    return fail(
      'bad-argument',
      'attention',
      'a monotonic window, but the query rows have no times',
      'Give QueryRows the step of each row',
    );
  }
  return context.tensor(
    times.map((time, row) => Math.max(0, Math.min(time, source.lengths[sources[row]] - 1))),
    [count],
  );
}
