import { trainBpe } from '../bpe/trainBpe.ts';
import { writeTokenizer } from '../bpe/writeTokenizer.ts';
import { tokenVocabulary } from '../vocabulary.ts';
import { bpeCoder } from './bpeCoder.ts';
import { BEGIN, type Coder, END } from './coder.ts';
import { listedCoder } from './listedCoder.ts';
import { type ListedUnit, plainText, splitUnits, type Unit } from './units.ts';

/** What a model knows of the texts of one side: part of model.json. */
export type Side = {
  /** Texts are read and written in small letters. */
  readonly lowercase: boolean;
} & (
  | {
      readonly unit: ListedUnit;
      /** By their numbers; the first three stand for the unknown, the beginning and the end. */
      readonly symbols: readonly string[];
    }
  | {
      readonly unit: 'bpe';
      /** A tokenizer.json. */
      readonly tokenizer: string;
    }
);

/** The side that texts give. `minCount`, `maxSize`: how often a symbol, or a pair to merge, occurs at least; most symbols. */
export function sideOf(
  texts: readonly string[],
  {
    unit,
    lowercase,
    minCount,
    maxSize,
  }: {
    readonly unit: Unit;
    readonly lowercase: boolean;
    readonly minCount: number;
    readonly maxSize: number;
  },
): Side {
  const plain = texts.map((text) => plainText(text, lowercase));
  const special = [BEGIN, END];
  if (unit === 'bpe') {
    const blanks = plain.map((text) => ` ${text}`);
    return { unit, lowercase, tokenizer: writeTokenizer(trainBpe(blanks, { maxSize, minCount, special })) };
  }
  const { symbols } = tokenVocabulary(
    plain.map((text) => splitUnits(text, unit)),
    { minCount, maxSize, special },
  );
  return { unit, lowercase, symbols };
}

/** Throws `bad-model`, `bad-format` for what no side of a model can be. */
export const coderOf = (side: Side): Coder =>
  side.unit === 'bpe'
    ? bpeCoder(side.lowercase, side.tokenizer)
    : listedCoder(side.unit, side.lowercase, side.symbols);
