import type { Context } from '../../tensor/context.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { split } from '../../tensor/operations/split.ts';
import type { Attention } from './attention.ts';
import { type AttentionOptions, attentionOf } from './attentionOf.ts';
import { attentionWeight } from './attentionWeight.ts';

export interface ConcatOptions extends AttentionOptions {
  /** Units of the comparison; R unless given. */
  readonly size?: number | undefined;
}

/**
 * Luong's `concat` attention (Luong, Pham and Manning, "Effective approaches to attention-based neural machine
 * translation", 2015): e(q, s) = v · tanh(W [q; k(s)]). `weight` = W [size, D + R], `v` [size].
 */
export function concatAttention(context: Context, options: ConcatOptions): Attention {
  const { querySize, sourceSize, size = sourceSize, stream } = options;
  const weight = attentionWeight(context, [size, querySize + sourceSize], 0, stream);
  const v = attentionWeight(context, [size], 1, stream);
  return attentionOf(context, options, {
    parameters: { weight, v },
    prepare(states) {
      const [queryWeight, keyWeight] = split(weight, [querySize, sourceSize], 1);
      return { keys: linear(states, keyWeight), queryWeight };
    },
    additive: { v },
  });
}
