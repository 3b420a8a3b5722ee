import { fail } from '../../support/errors.ts';
import type { Context } from '../../tensor/context.ts';
import { type AdditiveOptions, additiveAttention } from './additiveAttention.ts';
import type { Attention } from './attention.ts';
import type { AttentionOptions } from './attentionOf.ts';
import { type ConcatOptions, concatAttention } from './concatAttention.ts';
import { dotAttention } from './dotAttention.ts';
import { generalAttention } from './generalAttention.ts';

type Own = 'querySize' | 'sourceSize' | 'stream';

/** A known attention and its options, as plain data. */
export type AttentionChoice =
  | ({ readonly attention: 'additive' } & Omit<AdditiveOptions, Own>)
  | ({ readonly attention: 'concat' } & Omit<ConcatOptions, Own>)
  | ({ readonly attention: 'dot' | 'general' } & Omit<AttentionOptions, Own>);

export const attentionNames = ['additive', 'dot', 'general', 'concat'] as const;

/** Makes the attention that a choice describes. Throws `bad-argument`. */
export function makeAttention(
  context: Context,
  choice: AttentionChoice,
  sizes: Pick<AttentionOptions, Own>,
): Attention {
  switch (choice.attention) {
    case 'additive':
      return additiveAttention(context, { ...choice, ...sizes });
    case 'concat':
      return concatAttention(context, { ...choice, ...sizes });
    case 'dot':
      return dotAttention(context, { ...choice, ...sizes });
    case 'general':
      return generalAttention(context, { ...choice, ...sizes });
    default: {
      const unknown: never = choice;
      const names = attentionNames.join(', ');
      return fail(
        'bad-argument',
        'attention',
        `unknown attention ${JSON.stringify(unknown)}`,
        `Choose one of ${names}`,
      );
    }
  }
}
