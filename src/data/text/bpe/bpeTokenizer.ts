import { fail } from '../../../support/errors.ts';
import type { TokenizerFrame } from './tokenizerFrame.ts';

/** The special tokens that a tokenizer is trained with unless others are asked for. */
export const beginToken = '<s>';
export const endToken = '</s>';

/** How the text is changed before it is split: Unicode's normal forms, and small letters one by one. */
export type TextNormalizer = 'NFC' | 'NFD' | 'NFKC' | 'NFKD' | 'Lowercase';

/** A token that is taken out of a text before anything else, whole. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Whether the white space to its left, or right, belongs to it. */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  /** Whether it is looked for in the normalised text. */
  readonly normalized: boolean;
  /** Whether it marks something, as the end of a sentence, and is no text. */
  readonly special: boolean;
}

/**
 * A byte-level byte pair encoding (Sennrich et al., 2016; Radford et al., 2019) with V symbols: every text can be
 * encoded, since all 256 bytes are among them. Plain data; `trainBpe` and `readTokenizer` make it.
 */
export interface BpeTokenizer {
  /** [V], the id of a symbol is its index; bytes are written in GPT-2's alphabet, as 'Ġthe' for ' the'. */
  readonly symbols: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
  /** The first so many symbols are the model's own; those after them came with `added`. */
  readonly modelSize: number;
  /** The pairs to merge, the first one first. */
  readonly merges: readonly (readonly [left: string, right: string])[];
  readonly added: readonly AddedToken[];
  readonly normalizers: readonly TextNormalizer[];
  /** Whether a text that begins without a blank gets one, so that its first word is like the others. */
  readonly addPrefixSpace: boolean;
  /** What else its tokenizer.json says, kept for writing. */
  readonly frame: TokenizerFrame;
}

/** The id of a symbol, as of '</s>'. Throws `bad-argument` for one that the tokenizer does not have. */
export function tokenId(tokenizer: BpeTokenizer, symbol: string): number {
  const id = tokenizer.ids.get(symbol);
  if (id !== undefined) return id;
  const special = tokenizer.added.map(({ content }) => content).join(', ');
  return fail(
    'bad-argument',
    'tokenId',
    `the tokenizer has no symbol ${JSON.stringify(symbol)}`,
    special === '' ? 'Train it with special tokens.' : `Its special tokens are ${special}.`,
  );
}

/** A text as the tokenizer reads it. */
export function normalizeText({ normalizers }: Pick<BpeTokenizer, 'normalizers'>, text: string): string {
  return normalizers.reduce(
    (normal, form) =>
      form === 'Lowercase'
        ? Array.from(normal, (character) => character.toLowerCase()).join('')
        : normal.normalize(form),
    text,
  );
}
