import { tokensBleu } from '../../data/score/bleu.ts';
import { tokenize13a } from '../../data/score/tokenize13a.ts';
import { plainText, scoredUnit } from '../../data/text/coder/units.ts';
import type { Side } from '../../data/text/coder/side.ts';

/**
 * How far a text is from what it was to be: 1 less its smoothed BLEU, from 0 to 1. Of texts in words and pieces BLEU counts
 * words as ever, of others tokens or characters.
 */
export function riskOf({ unit, lowercase }: Side, given: string, wanted: string): number {
  const isProse = unit === 'word' || unit === 'bpe';
  const split = isProse ? tokenize13a : scoredUnit(unit).split;
  return 1 - tokensBleu(split(given), [split(plainText(wanted, lowercase))]) / 100;
}
