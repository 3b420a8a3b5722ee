import { splitText } from '../../data/text/splitText.ts';
import {
  encodeTokens,
  tokenVocabulary,
  type Vocabulary,
  vocabularyFromJSON,
} from '../../data/text/vocabulary.ts';

export const units = ['word', 'token', 'character'] as const;

/** What a symbol is: a word or sign with the blank before it, what blanks part, or a character. */
export type Unit = (typeof units)[number];

/** What a model knows of the language of one side: part of model.json. */
export type Side = {
  readonly unit: Unit;
  /** Texts are read and written in small letters. */
  readonly lowercase: boolean;
  /** The symbols by their numbers, those of unknown, beginning and end first. */
  readonly symbols: readonly string[];
};

/** The symbols that begin and end a sequence. */
export const BEGIN = '<s>';
export const END = '</s>';

/** Splits and joins the texts of a side. */
export interface Coder {
  readonly size: number;
  readonly begin: number;
  readonly end: number;
  readonly unknown: number;
  /** Symbols of a text as the model takes them. */
  split(text: string): string[];
  /** Their numbers, without beginning and end. */
  encode(text: string): Int32Array;
  symbols(ids: ArrayLike<number>): string[];
  /** The text of symbols. */
  join(symbols: readonly string[]): string;
}

const splitters: Readonly<Record<Unit, (text: string) => string[]>> = {
  // A blank in front, so that the first word is the same as in the middle.
  word: (text) => splitText(` ${text}`, 'word'),
  token: (text) => text.split(/\s+/).filter((token) => token !== ''),
  character: (text) => Array.from(text),
};

const plain = (text: string, lowercase: boolean): string =>
  lowercase ? text.trim().toLowerCase() : text.trim();

/** A text in symbols. */
export const splitUnits = (text: string, unit: Unit, lowercase: boolean): string[] =>
  splitters[unit](plain(text, lowercase));

/** Symbols as a text. */
export const joinUnits = (symbols: readonly string[], unit: Unit): string =>
  symbols.join(unit === 'token' ? ' ' : '').trim();

/** The side that texts give. `minCount`, `maxSize`: as for a vocabulary. */
export function sideOf(
  texts: readonly string[],
  {
    unit,
    lowercase,
    minCount,
    maxSize,
  }: Pick<Side, 'unit' | 'lowercase'> & { readonly minCount: number; readonly maxSize: number },
): Side {
  const { symbols }: Vocabulary = tokenVocabulary(
    texts.map((text) => splitUnits(text, unit, lowercase)),
    { minCount, maxSize, special: [BEGIN, END] },
  );
  return { unit, lowercase, symbols };
}

/** Throws `bad-model` for what no side of a model can be. */
export function coderOf({ unit, lowercase, symbols }: Side): Coder {
  const vocabulary = vocabularyFromJSON({ unit: 'token', symbols });
  const split = (text: string): string[] => splitUnits(text, unit, lowercase);
  return {
    size: symbols.length,
    begin: vocabulary.ids.get(BEGIN) ?? 0,
    end: vocabulary.ids.get(END) ?? 0,
    unknown: 0,
    split,
    encode: (text) => encodeTokens(vocabulary, split(text)),
    symbols: (ids) => Array.from(ids, (id) => symbols[id]),
    join: (given) => joinUnits(given, unit),
  };
}
