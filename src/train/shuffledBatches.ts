import { permutation, stream } from '../support/random.ts';
import { checkNumber } from '../support/checkNumber.ts';

/** The stream of shuffling below a seed; dropout's streams are keyed by step there, which never gets so high. */
const SHUFFLE = 0x73687566666c;

/**
 * The batches of an epoch: indices 0..count-1, each once, in an order that is a pure function of seed and epoch. The
 * last batch holds what is left over. Throws `bad-argument`.
 */
export function shuffledBatches(options: {
  count: number;
  size: number;
  seed: number;
}): (epoch: number) => Uint32Array<ArrayBuffer>[] {
  const { count, size, seed } = options;
  checkNumber('shuffledBatches', 'count', count, { least: 1, whole: true });
  checkNumber('shuffledBatches', 'size', size, { least: 1, whole: true });
  return (epoch) => {
    const order = permutation(stream(seed, SHUFFLE, epoch), count);
    return Array.from({ length: Math.ceil(count / size) }, (_, k) => order.slice(k * size, (k + 1) * size));
  };
}
