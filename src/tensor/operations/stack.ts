import { fail } from '../../support/errors.ts';
import type { Tensor } from '../tensor.ts';
import { concatenate } from './concatenate.ts';
import { reshape } from './reshape.ts';

/** Tensors of one shape side by side along a new axis. Throws `shape-mismatch`. */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  const rank = (tensors[0]?.shape.length ?? 0) + 1;
  const over = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(over) || over < 0 || over >= rank) {
    fail(
      'bad-argument',
      'stack',
      `axis ${axis} of a result with ${rank} axes`,
      `Give an axis from ${-rank} to ${rank - 1}`,
    );
  }
  const parts = tensors.map((tensor) => reshape(tensor, tensor.shape.toSpliced(over, 0, 1)));
  return concatenate(parts, over);
}
