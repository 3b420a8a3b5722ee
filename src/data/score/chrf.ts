import { splitWords } from '../text/splitWords.ts';
import { checkReferences } from './checkReferences.ts';
import { countNGrams, type NGrams, nGrams, overlap } from './nGrams.ts';
import { sacreBleuSignature } from './sacreBleu.ts';

export interface ChrfOptions {
  /** Compares runs of so many words, too: 0 is chrF, 2 is chrF++; by default 0. */
  readonly wordOrder?: number;
  /** Takes capitals for small letters; by default they differ. */
  readonly lowercase?: boolean;
}

export interface ChrfScore {
  /** From 0 to 100. */
  readonly score: number;
  /** sacreBLEU's account of how this was computed, to print beside the score. */
  readonly signature: string;
}

/** Of one order: n-grams given, in the reference, and in both. */
type Counts = readonly [given: number, wanted: number, common: number];

/** n-grams of one character to so many are compared. */
const characterOrder = 6;

/** Recall counts so many times as much as precision. */
const beta = 2;

/**
 * chrF (Popović, 2015), and with `wordOrder` 2 chrF++ (Popović, 2017): the F-score of runs of characters, without white
 * space, and of words. Each translation is compared with the reference that is best for it; the counts of the whole
 * corpus give the score, equal to sacreBLEU's. Throws `bad-argument` where references are missing.
 */
export function corpusChrf(
  given: readonly string[],
  references: readonly (readonly string[])[],
  options: ChrfOptions = {},
): ChrfScore {
  return chrf('corpusChrf', given, references, options);
}

/** chrF, or chrF++, of one translation. */
export function sentenceChrf(
  given: string,
  references: readonly string[],
  options: ChrfOptions = {},
): ChrfScore {
  return chrf('sentenceChrf', [given], [references], options);
}

function chrf(
  where: string,
  given: readonly string[],
  references: readonly (readonly string[])[],
  { wordOrder = 0, lowercase = false }: ChrfOptions,
): ChrfScore {
  checkReferences(where, given, references);
  const gramsOf = (text: string): NGrams[] => allGrams(lowercase ? text.toLowerCase() : text, wordOrder);
  let sums: Counts[] = [];
  given.forEach((text, k) => {
    const counts = bestCounts(gramsOf(text), references[k].map(gramsOf));
    sums = counts.map((one, n) => (k === 0 ? one : addCounts(sums[n], one)));
  });
  const settings = { eff: 'yes', nc: characterOrder, nw: wordOrder, space: 'no' };
  return { score: fScore(sums), signature: sacreBleuSignature(references, lowercase, settings) };
}

const addCounts = (a: Counts, b: Counts): Counts => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** The n-grams of a text, by order: of characters, then of words. */
function allGrams(text: string, wordOrder: number): NGrams[] {
  const characters = Array.from(splitWords(text).join(''));
  const words = wordOrder > 0 ? wordsAndSigns(text) : [];
  return [
    ...Array.from({ length: characterOrder }, (_, k) => nGrams(characters, k + 1, '')),
    ...Array.from({ length: wordOrder }, (_, k) => nGrams(words, k + 1, ' ')),
  ];
}

/** The words of a text, with a sign of ASCII apart: the last of a word, or else the first. */
function wordsAndSigns(text: string): string[] {
  return splitWords(text).flatMap((word) => {
    const characters = Array.from(word);
    if (characters.length === 1) return [word];
    const [first, last] = [characters[0], characters[characters.length - 1]];
    if (isSign(last)) return [word.slice(0, -1), last];
    return isSign(first) ? [first, word.slice(1)] : [word];
  });
}

const isSign = (character: string): boolean => /^[!-/:-@[-`{-~]$/.test(character);

/** The counts beside the reference of the best F-score, the first of equal ones. */
function bestCounts(given: readonly NGrams[], references: readonly (readonly NGrams[])[]): Counts[] {
  let best: { counts: Counts[]; score: number } = { counts: [], score: -1 };
  for (const wanted of references) {
    const counts = given.map((grams, n): Counts => {
      // Where a reference has no n-gram of an order, those given are not held against the translation.
      const found = wanted[n].size === 0 ? 0 : countNGrams(grams);
      return [found, countNGrams(wanted[n]), overlap(grams, wanted[n])];
    });
    const score = fScore(counts);
    if (score > best.score) best = { counts, score };
  }
  return best.counts;
}

/** From the means of precision and recall of all orders that both texts have. */
function fScore(counts: readonly Counts[]): number {
  let [precision, recall, orders] = [0, 0, 0];
  for (const [given, wanted, common] of counts) {
    if (given === 0 || wanted === 0) continue;
    precision += common / given;
    recall += common / wanted;
    orders++;
  }
  if (precision + recall === 0) return 0;
  precision /= orders;
  recall /= orders;
  return (100 * (1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
}
