import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { readText } from '../file/readText.ts';

/** Vectors of words that were trained elsewhere: `values` [words, size]. */
export interface WordVectors {
  readonly words: readonly string[];
  readonly size: number;
  readonly values: Float32Array;
}

/** Files list words by how often they occur: the first ones are the most useful. */
const MOST = 50_000;

/**
 * The first 50,000 vectors of a text file, plain or gzipped: a word and its numbers per line, as GloVe writes them; a
 * first line with two numbers, as word2vec and fastText (.vec) write it, is passed over. Words in lower case; of words
 * that then are alike the first. Throws `file-missing`, `bad-data`.
 */
export async function readVectors(platform: Platform, path: string): Promise<WordVectors> {
  const lines = (await readText(platform, path)).split(/\r?\n/);
  const first = /^\d+ \d+ *$/.test(lines[0]) ? 1 : 0;
  const size = (lines[first] ?? '').trimEnd().split(' ').length - 1;
  const vectors = new Map<string, number[]>();
  for (let k = first; k < lines.length && vectors.size < MOST; k++) {
    if (lines[k] === '') continue;
    const cells = lines[k].trimEnd().split(' ');
    const numbers = cells.slice(-size).map(Number);
    if (size < 1 || cells.length <= size || numbers.some((value) => !Number.isFinite(value))) {
      const what = `it is not a word and ${Math.max(1, size)} numbers`;
      fail(
        'bad-data',
        `${path}, line ${k + 1}`,
        what,
        'Give vectors in the text format of GloVe, word2vec or fastText',
      );
    }
    const word = cells.slice(0, -size).join(' ').toLowerCase();
    if (!vectors.has(word)) vectors.set(word, numbers);
  }
  return { words: [...vectors.keys()], size, values: Float32Array.from([...vectors.values()].flat()) };
}
