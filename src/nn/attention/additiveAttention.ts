import type { Context } from '../../tensor/context.ts';
import { linear } from '../../tensor/operations/linear.ts';
import type { Attention } from './attention.ts';
import { type AttentionOptions, attentionOf } from './attentionOf.ts';
import { attentionWeight } from './attentionWeight.ts';

export interface AdditiveOptions extends AttentionOptions {
  /** Units of the comparison; R unless given. */
  readonly size?: number | undefined;
  /** Whether what earlier steps have read enters the score (See et al., 2017). */
  readonly coverage?: boolean | undefined;
}

/**
 * Additive attention (Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning to align and translate",
 * 2014), with coverage (See, Liu and Manning, "Get to the point", 2017) where wanted:
 *
 *     e(q, s) = v · tanh(W_q q + W_k k(s) + w_c c(s) + b)     a = softmax(e)     context = sum_s a(s) k(s)
 *
 * c(s): the sum of the weights of earlier steps. Parameters: `query.weight` = W_q [size, D], `key.weight` = W_k [size, R],
 * `key.bias` = b [size], `v` [size]; with coverage `coverage.weight` = w_c [size].
 */
export function additiveAttention(context: Context, options: AdditiveOptions): Attention {
  const { querySize, sourceSize, size = sourceSize, coverage = false, stream } = options;
  const queryWeight = attentionWeight(context, [size, querySize], 0, stream);
  const keyWeight = attentionWeight(context, [size, sourceSize], 1, stream);
  const bias = context.parameter(new Float32Array(size), [size]);
  const v = attentionWeight(context, [size], 2, stream);
  const coverageWeight = coverage ? attentionWeight(context, [size], 3, stream) : undefined;
  return attentionOf(context, options, {
    parameters: {
      'query.weight': queryWeight,
      'key.weight': keyWeight,
      'key.bias': bias,
      v,
      ...(coverageWeight && { 'coverage.weight': coverageWeight }),
    },
    prepare: (states) => ({ keys: linear(states, keyWeight, bias), queryWeight }),
    additive: { v, coverageWeight },
  });
}
