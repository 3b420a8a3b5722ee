import { fail } from '../../support/errors.ts';
import type { Stream } from '../../support/random.ts';
import { permutation, substream, uniform } from '../../support/random.ts';

/** Batches that are sorted together: more gives more even lengths, fewer gives freer mixing. */
const poolBatches = 32;
/** The share of its length by which an item may move in the sort. */
const jitter = 0.1;

/**
 * One epoch: every item once, in batches of similar length, in random order; the same for the same stream. Items
 * are shuffled, sorted within pools of 32 batches by length with a little noise, cut into batches, and these are
 * shuffled. Which batch is the short one, if `batchSize` does not divide the number of items, is random too, so
 * that over epochs no length is favoured. Gives item indices.
 */
export function lengthBuckets(lengths: ArrayLike<number>, batchSize: number, stream: Stream): Uint32Array[] {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    fail('bad-argument', 'lengthBuckets', `batchSize is ${batchSize}`, 'Give a whole number of at least 1.');
  }
  const items = permutation(substream(stream, 0), lengths.length);
  const noise = substream(stream, 1);
  const key = Float64Array.from(lengths, (length, item) => length * (1 + jitter * uniform(noise, item)));
  const poolSize = poolBatches * batchSize;
  const batches: Uint32Array[] = [];
  for (let start = 0; start < items.length; start += poolSize) {
    const pool = items.slice(start, start + poolSize).sort((a, b) => key[a] - key[b]);
    const short = pool.length % batchSize;
    // Only the last pool can leave a short batch; `shortAt` full batches come before it.
    const full = (pool.length - short) / batchSize;
    const shortAt = Math.floor(uniform(substream(stream, 2), 0) * (full + 1));
    for (let from = 0; from < pool.length; ) {
      const size = short > 0 && from === shortAt * batchSize ? short : batchSize;
      batches.push(pool.slice(from, from + size));
      from += size;
    }
  }
  return Array.from(permutation(substream(stream, 3), batches.length), (k) => batches[k]);
}
