import { fail } from '../../support/errors.ts';
import type { Context } from '../../tensor/context.ts';
import type { Attention } from './attention.ts';
import { type AttentionOptions, attentionOf } from './attentionOf.ts';

/**
 * Luong's `dot` attention (Luong, Pham and Manning, "Effective approaches to attention-based neural machine translation",
 * 2015): e(q, s) = q · k(s), for queries as wide as states. No parameters but those of a window. Throws `bad-argument`.
 */
export function dotAttention(context: Context, options: AttentionOptions): Attention {
  const { querySize, sourceSize } = options;
  if (querySize !== sourceSize) {
    fail(
      'bad-argument',
      'attention',
      `dot products of queries of width ${querySize} and states of width ${sourceSize}`,
      'Make both as wide, or use general attention',
    );
  }
  return attentionOf(context, options, { parameters: {}, prepare: (states) => ({ keys: states }) });
}
