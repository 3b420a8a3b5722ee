import {
  byteVocabulary,
  encodeText,
  textVocabulary,
  type Vocabulary,
  vocabularySize,
} from '../../data/text/vocabulary.ts';
import type { CompleteOptions } from './options.ts';

/** The vocabulary of a training text. */
export function vocabularyOf(text: string, options: CompleteOptions): Vocabulary {
  const { unit, minCount, maxSymbols } = options;
  return unit === 'byte' ? byteVocabulary : textVocabulary([text], unit, { minCount, maxSize: maxSymbols });
}

/** How often each of the V symbols occurs: what the unigram baseline knows. */
export function symbolCounts(vocabulary: Vocabulary, text: string): number[] {
  const counts = new Array<number>(vocabularySize(vocabulary)).fill(0);
  for (const id of encodeText(vocabulary, text)) counts[id]++;
  return counts;
}

/** Mean negative log-probability of symbols under counts, each increased by one: nats per symbol. */
export function unigramLoss(counts: readonly number[], symbols: Int32Array): number {
  const total = counts.reduce((sum, count) => sum + count + 1, 0);
  let loss = 0;
  for (const id of symbols) loss -= Math.log((counts[id] + 1) / total);
  return loss / symbols.length;
}
