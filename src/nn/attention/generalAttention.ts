import type { Context } from '../../tensor/context.ts';
import { linear } from '../../tensor/operations/linear.ts';
import type { Attention } from './attention.ts';
import { type AttentionOptions, attentionOf } from './attentionOf.ts';
import { attentionWeight } from './attentionWeight.ts';

/**
 * Luong's `general` attention (Luong, Pham and Manning, "Effective approaches to attention-based neural machine
 * translation", 2015): e(q, s) = q · W k(s). `weight` = W [D, R].
 */
export function generalAttention(context: Context, options: AttentionOptions): Attention {
  const { querySize, sourceSize, stream } = options;
  const weight = attentionWeight(context, [querySize, sourceSize], 0, stream);
  return attentionOf(context, options, {
    parameters: { weight },
    prepare: (states) => ({ keys: linear(states, weight) }),
  });
}
