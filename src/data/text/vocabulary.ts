import { fail } from '../../support/errors.ts';
import type { TextUnit } from './splitText.ts';
import { splitText, unknownSymbol } from './splitText.ts';

/**
 * The V symbols that a model reads and writes; the id of a symbol is its index. Unit 'byte' has the 256 bytes of
 * UTF-8, nothing is unknown to it and `symbols` is empty; 'token' is for text that comes already split.
 */
export interface Vocabulary {
  readonly unit: TextUnit | 'token' | 'byte';
  /** First '<unk>', which stands for every symbol not in the list; then the special symbols; then those of the text. */
  readonly symbols: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
}

/** A vocabulary as it is stored with a model. */
export interface StoredVocabulary {
  readonly unit: Vocabulary['unit'];
  readonly symbols: readonly string[];
}

export interface VocabularyOptions {
  /** Leaves out symbols that occur less often; by default 1. */
  readonly minCount?: number;
  /** The most symbols, '<unk>' and the special ones among them; the rarest are left out. */
  readonly maxSize?: number;
  /** Symbols to have in any case, as '<s>' and '</s>'. */
  readonly special?: readonly string[];
}

/** The byte vocabulary: V = 256, the same for every text. */
export const byteVocabulary: Vocabulary = { unit: 'byte', symbols: [], ids: new Map() };

/** The vocabulary of texts, by characters or words. */
export function textVocabulary(
  texts: Iterable<string>,
  unit: TextUnit,
  options: VocabularyOptions = {},
): Vocabulary {
  const counts = new Map<string, number>();
  for (const text of texts) count(splitText(text, unit), counts);
  return fromCounts(unit, counts, options);
}

/** The vocabulary of sequences that are already split into tokens. */
export function tokenVocabulary(
  sequences: Iterable<readonly string[]>,
  options: VocabularyOptions = {},
): Vocabulary {
  const counts = new Map<string, number>();
  for (const tokens of sequences) count(tokens, counts);
  return fromCounts('token', counts, options);
}

/** V, the number of symbols. */
export function vocabularySize(vocabulary: Vocabulary): number {
  return vocabulary.unit === 'byte' ? 256 : vocabulary.symbols.length;
}

/** [T] ids of a text. */
export function encodeText(vocabulary: Vocabulary, text: string): Int32Array {
  const { unit } = vocabulary;
  if (unit === 'byte') return Int32Array.from(new TextEncoder().encode(text));
  if (unit === 'token') {
    fail(
      'bad-argument',
      'encodeText',
      'this vocabulary is one of tokens',
      'Split the text and use encodeTokens.',
    );
  }
  return encodeTokens(vocabulary, splitText(text, unit));
}

/** [T] ids of T symbols. */
export function encodeTokens(vocabulary: Vocabulary, tokens: readonly string[]): Int32Array {
  return Int32Array.from(tokens, (token) => vocabulary.ids.get(token) ?? 0);
}

/** The symbol of each of [T] ids. Throws `bad-argument` for an id that the vocabulary does not have. */
export function decodeTokens(vocabulary: Vocabulary, ids: ArrayLike<number>): string[] {
  return Array.from(ids, (id) => symbolOf(vocabulary, id));
}

/** The symbol of an id. Throws `bad-argument` for an id that the vocabulary does not have. */
export function symbolOf(vocabulary: Vocabulary, id: number): string {
  const size = vocabularySize(vocabulary);
  if (!Number.isInteger(id) || id < 0 || id >= size) {
    fail(
      'bad-argument',
      'vocabulary',
      `there is no symbol ${id} among ${size}`,
      `Ids go from 0 to ${size - 1}.`,
    );
  }
  return vocabulary.unit === 'byte' ? `0x${id.toString(16).padStart(2, '0')}` : vocabulary.symbols[id];
}

/** The vocabulary as plain data; `vocabularyFromJSON` takes it back. */
export function vocabularyToJSON({ unit, symbols }: Vocabulary): StoredVocabulary {
  return { unit, symbols };
}

/** Throws `bad-model` for what `vocabularyToJSON` cannot have given. */
export function vocabularyFromJSON({ unit, symbols }: StoredVocabulary, where = 'vocabulary'): Vocabulary {
  if (unit === 'byte') return byteVocabulary;
  const ids = new Map(symbols.map((symbol, id) => [symbol, id]));
  if (symbols[0] !== unknownSymbol || ids.size !== symbols.length) {
    const what =
      symbols[0] === unknownSymbol ? 'a symbol is listed twice' : `the first symbol is not ${unknownSymbol}`;
    fail(
      'bad-model',
      where,
      what,
      'The vocabulary was damaged or made by something else: save the model again.',
    );
  }
  return { unit, symbols, ids };
}

function count(tokens: readonly string[], counts: Map<string, number>): void {
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
}

/** Most frequent first, equally frequent ones in the order of their code units: the same for the same text. */
function fromCounts(
  unit: TextUnit | 'token',
  counts: ReadonlyMap<string, number>,
  { minCount = 1, maxSize = Number.POSITIVE_INFINITY, special = [] }: VocabularyOptions,
): Vocabulary {
  const first = [...new Set([unknownSymbol, ...special])];
  if (maxSize <= first.length) {
    const what = `maxSize is ${maxSize}, and ${first.join(', ')} are in any case`;
    fail('bad-argument', 'vocabulary', what, 'Give a larger maxSize.');
  }
  const seen = [...counts].filter(([symbol, times]) => times >= minCount && !first.includes(symbol));
  seen.sort(([a, timesOfA], [b, timesOfB]) => timesOfB - timesOfA || (a < b ? -1 : 1));
  const symbols = [...first, ...seen.map(([symbol]) => symbol)].slice(0, maxSize);
  return { unit, symbols, ids: new Map(symbols.map((symbol, id) => [symbol, id])) };
}
