import { splitText } from '../splitText.ts';
import { splitWords } from '../splitWords.ts';

export const units = ['word', 'token', 'character', 'bpe'] as const;

/**
 * What a symbol is: a word or sign with the blank before it; what blanks part; a character; or a piece of a word, from
 * byte pairs that are learned.
 */
export type Unit = (typeof units)[number];

/** Units whose symbols are listed. */
export type ListedUnit = Exclude<Unit, 'bpe'>;

const splitters: Readonly<Record<Unit, (text: string) => string[]>> = {
  // A blank in front, so that the first word is the same as in the middle.
  word: (text) => splitText(` ${text}`, 'word'),
  token: splitWords,
  character: (text) => Array.from(text),
  bpe: splitWords,
};

/** A text without blanks around it, in small letters where these are wanted. */
export const plainText = (text: string, lowercase: boolean): string =>
  lowercase ? text.trim().toLowerCase() : text.trim();

/** A text in symbols; in words where these are pieces of them. */
export const splitUnits = (text: string, unit: Unit): string[] => splitters[unit](text);

/** Symbols as a text. */
export const joinUnits = (symbols: readonly string[], unit: ListedUnit): string =>
  symbols.join(unit === 'token' ? ' ' : '').trim();

/** What errors are counted in, and its name: characters, or what blanks part. */
export const scoredUnit = (unit: Unit): { readonly name: string; split(text: string): string[] } =>
  unit === 'character'
    ? { name: 'character', split: (text) => Array.from(text) }
    : { name: unit === 'token' ? 'token' : 'word', split: splitWords };
