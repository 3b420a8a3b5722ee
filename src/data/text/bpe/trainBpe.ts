import { fail } from '../../../support/errors.ts';
import { type PriorityQueue, priorityQueue } from '../../../support/priorityQueue.ts';
import { type BpeTokenizer, beginToken, endToken } from './bpeTokenizer.ts';
import { byteCharacters } from './byteAlphabet.ts';
import { splitPieces } from './splitPieces.ts';
import { newFrame } from './tokenizerFrame.ts';

export interface BpeTraining {
  /** The most symbols: the special tokens, 256 bytes, and one for each merge. */
  readonly maxSize: number;
  /** Merges no pair that occurs less often; by default 2. */
  readonly minCount?: number;
  /** The first symbols; by default '<s>' and '</s>'. */
  readonly special?: readonly string[];
}

/** A pair of ids with its count, and the words in which it was seen when it was queued. */
interface Candidate {
  /** left * maxSize + right */
  readonly pair: number;
  readonly count: number;
  readonly words: readonly number[];
}

/**
 * Learns byte pairs: again and again it merges the pair that occurs most often within pieces (`splitPieces`), of equally
 * frequent ones that of the lowest ids. Symbols and merges equal those of Hugging Face's `ByteLevelBPETokenizer` from
 * the same texts. Time grows with the different pieces, not with the length of the texts. Throws `bad-argument` for a
 * `maxSize` without room for the bytes and special tokens.
 */
export function trainBpe(texts: Iterable<string>, options: BpeTraining): BpeTokenizer {
  const { maxSize, minCount = 2, special = [beginToken, endToken] } = options;
  // The alphabet goes by the code of its characters, which is not the order of the bytes.
  const symbols = [...new Set([...special, ...byteCharacters.toSorted()])];
  if (!Number.isSafeInteger(maxSize) || maxSize < symbols.length) {
    const what = `maxSize is ${maxSize}, and ${symbols.length} symbols are in any case: the bytes and ${special.length} special tokens`;
    fail('bad-argument', 'trainBpe', what, 'Give a larger maxSize.');
  }
  const ids = new Map(symbols.map((symbol, id) => [symbol, id]));
  const { words, counts } = countPieces(texts, ids);
  const pairs = countPairs(words, counts, maxSize);

  const merges: [left: string, right: string][] = [];
  while (symbols.length < maxSize) {
    const next = pairs.next();
    if (next === undefined || next.count < Math.max(1, minCount)) break;
    const [left, right] = [Math.floor(next.pair / maxSize), next.pair % maxSize];
    const symbol = symbols[left] + symbols[right];
    const id = ids.get(symbol) ?? symbols.push(symbol) - 1; // a special token may read the same
    ids.set(symbol, id);
    merges.push([symbols[left], symbols[right]]);
    for (const word of next.words) mergeWord(words[word], left, right, id, pairs.changesOf(word));
    pairs.queueChanged();
  }
  return {
    symbols,
    ids,
    modelSize: symbols.length,
    merges,
    added: [...new Set(special)].map((content, id) => {
      return { id, content, lstrip: false, rstrip: false, normalized: false, special: true };
    }),
    normalizers: [],
    addPrefixSpace: false,
    frame: newFrame,
  };
}

/** Each different piece as the ids of its bytes, and how often it occurs. */
function countPieces(
  texts: Iterable<string>,
  ids: ReadonlyMap<string, number>,
): { words: number[][]; counts: number[] } {
  const pieces = new Map<string, number>();
  for (const text of texts) {
    for (const piece of splitPieces(text)) pieces.set(piece, (pieces.get(piece) ?? 0) + 1);
  }
  const byteIds = byteCharacters.map((character) => ids.get(character) ?? 0);
  const utf8 = new TextEncoder();
  return {
    words: Array.from(pieces.keys(), (piece) => Array.from(utf8.encode(piece), (byte) => byteIds[byte])),
    counts: [...pieces.values()],
  };
}

/** Adds `by` to the count of a pair of neighbours. */
type Change = (left: number, right: number, by: 1 | -1) => void;

interface PairCounts {
  /** The candidate of the highest count. */
  next(): Candidate | undefined;
  changesOf(word: number): Change;
  /** Makes candidates of the pairs that have become more frequent since the last call. */
  queueChanged(): void;
}

function countPairs(words: readonly number[][], wordCounts: readonly number[], maxSize: number): PairCounts {
  const counts = new Map<number, number>();
  let grown = new Map<number, number[]>();
  const queue: PriorityQueue<Candidate> = priorityQueue(
    (a, b) => a.count > b.count || (a.count === b.count && a.pair < b.pair),
  );
  const pairs: PairCounts = {
    next() {
      for (;;) {
        const top = queue.pop();
        if (top === undefined) return undefined;
        const count = counts.get(top.pair) ?? 0;
        if (count === top.count) return top;
        queue.push({ ...top, count }); // the count has changed since: it waits again
      }
    },
    changesOf: (word) => (left, right, by) => {
      const pair = left * maxSize + right;
      counts.set(pair, (counts.get(pair) ?? 0) + by * wordCounts[word]);
      if (by < 0) return;
      const within = grown.get(pair);
      if (within === undefined) grown.set(pair, [word]);
      else if (within[within.length - 1] !== word) within.push(word);
    },
    queueChanged() {
      for (const [pair, within] of grown) {
        const count = counts.get(pair) ?? 0;
        if (count > 0) queue.push({ pair, count, words: within });
      }
      grown = new Map();
    },
  };
  for (const [k, word] of words.entries()) {
    const change = pairs.changesOf(k);
    for (let at = 1; at < word.length; at++) change(word[at - 1], word[at], 1);
  }
  pairs.queueChanged();
  return pairs;
}

/** Puts `merged` for every `left` `right` in a word, and tells how the counts of its pairs change. */
function mergeWord(word: number[], left: number, right: number, merged: number, change: Change): void {
  let kept = 0;
  for (let at = 0; at < word.length; at++) {
    if (word[at] !== left || word[at + 1] !== right) {
      word[kept++] = word[at];
      continue;
    }
    if (kept > 0) {
      change(word[kept - 1], left, -1);
      change(word[kept - 1], merged, 1);
    }
    at++;
    if (at + 1 < word.length) {
      change(right, word[at + 1], -1);
      change(merged, word[at + 1], 1);
    }
    word[kept++] = merged;
  }
  word.length = kept;
}
