import { checkReferences } from './checkReferences.ts';
import { countNGrams, type NGrams, nGrams, overlap } from './nGrams.ts';
import { sacreBleuSignature } from './sacreBleu.ts';
import { tokenize13a } from './tokenize13a.ts';

export interface BleuOptions {
  /** Takes capitals for small letters; by default they differ. */
  readonly lowercase?: boolean;
}

export interface BleuScore {
  /** From 0 to 100. */
  readonly score: number;
  /** [4], in percent: of the n-grams of n words that were given, those that a reference has; smoothed. */
  readonly precisions: readonly number[];
  readonly brevityPenalty: number;
  /** Words given, and words of the references that come nearest in length. */
  readonly length: number;
  readonly referenceLength: number;
  /** sacreBLEU's account of how this was computed, to print beside the score. */
  readonly signature: string;
}

/** n-grams of one word to so many are compared. */
const order = 4;

interface Counts {
  /** [4] of n-grams that a reference has, and of all that were given. */
  readonly right: number[];
  readonly all: number[];
  length: number;
  referenceLength: number;
}

/**
 * The BLEU of translations (Papineni et al., 2002) with one or more references each, equal to sacreBLEU's default:
 * counts of the whole corpus, tokenisation 13a, exponential smoothing. Give plain text, not split into words. Throws
 * `bad-argument` where references are missing.
 */
export function corpusBleu(
  given: readonly string[],
  references: readonly (readonly string[])[],
  options: BleuOptions = {},
): BleuScore {
  return bleu('corpusBleu', given, references, options, false);
}

/** The BLEU of one translation, of as many orders of n-grams as it has: sacreBLEU's, with effective order. */
export function sentenceBleu(
  given: string,
  references: readonly string[],
  options: BleuOptions = {},
): BleuScore {
  return bleu('sentenceBleu', [given], [references], options, true);
}

/** The same of words that are split already. */
export function tokensBleu(given: readonly string[], references: readonly (readonly string[])[]): number {
  checkReferences('tokensBleu', [given.join(' ')], [references.map((words) => words.join(' '))]);
  const counts: Counts = { right: zeros(), all: zeros(), length: 0, referenceLength: 0 };
  count(given, references, counts);
  return scoreOf(counts, true).score;
}

function bleu(
  where: string,
  given: readonly string[],
  references: readonly (readonly string[])[],
  { lowercase = false }: BleuOptions,
  effectiveOrder: boolean,
): BleuScore {
  checkReferences(where, given, references);
  const counts: Counts = { right: zeros(), all: zeros(), length: 0, referenceLength: 0 };
  const tokens = (text: string): string[] => tokenize13a(lowercase ? text.toLowerCase() : text);
  given.forEach((text, k) => {
    count(tokens(text), references[k].map(tokens), counts);
  });
  const signature = sacreBleuSignature(references, lowercase, {
    eff: effectiveOrder ? 'yes' : 'no',
    tok: '13a',
    smooth: 'exp',
  });
  return { ...scoreOf(counts, effectiveOrder), signature };
}

const zeros = (): number[] => new Array<number>(order).fill(0);

/** Adds one translation. */
function count(given: readonly string[], references: readonly (readonly string[])[], counts: Counts): void {
  counts.length += given.length;
  counts.referenceLength += nearestLength(
    given.length,
    references.map((words) => words.length),
  );
  for (let n = 1; n <= order; n++) {
    const grams = nGrams(given, n, ' ');
    counts.all[n - 1] += countNGrams(grams);
    counts.right[n - 1] += overlap(grams, mostOf(references.map((words) => nGrams(words, n, ' '))));
  }
}

/** Every n-gram as often as in the reference that has it most often. */
function mostOf([first, ...others]: readonly NGrams[]): NGrams {
  if (others.length === 0) return first;
  const most = new Map(first);
  for (const grams of others) {
    for (const [gram, times] of grams) most.set(gram, Math.max(times, most.get(gram) ?? 0));
  }
  return most;
}

/** Of equally near ones the shorter. */
function nearestLength(length: number, lengths: readonly number[]): number {
  return lengths.reduce((best, one) => {
    const [nearer, near] = [Math.abs(one - length), Math.abs(best - length)];
    return nearer < near || (nearer === near && one < best) ? one : best;
  });
}

function scoreOf(
  { right, all, length, referenceLength }: Counts,
  effectiveOrder: boolean,
): Omit<BleuScore, 'signature'> {
  const brevityPenalty =
    length >= referenceLength ? 1 : length === 0 ? 0 : Math.exp(1 - referenceLength / length);
  const precisions = zeros();
  const lengths = { brevityPenalty, length, referenceLength };
  if (right.every((times) => times === 0)) return { score: 0, precisions, ...lengths };
  // Orders without any n-gram end the list; one without a right n-gram counts 1/2, the next such 1/4, and so on.
  const orders = all.includes(0) ? all.indexOf(0) : order;
  let share = 1;
  for (let n = 0; n < orders; n++) {
    precisions[n] = (100 * (right[n] === 0 ? (share /= 2) : right[n])) / all[n];
  }
  const used = effectiveOrder ? orders : order;
  const logs = precisions.slice(0, used).reduce((sum, precision) => sum + Math.log(precision), 0);
  return { score: brevityPenalty * Math.exp(logs / used), precisions, ...lengths };
}
