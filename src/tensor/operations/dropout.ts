import { fail } from '../../support/errors.ts';
import type { Stream } from '../../support/random.ts';
import { operands } from '../operands.ts';
import { record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { drawMask, type RowKeys } from './randomMask.ts';

/**
 * Sets elements to 0 with probability `rate` and divides the others by 1 - rate. The rows are those of the first axis;
 * a row's mask is a function of (stream, sequence, time). Without keys: sequence = row, time = 0. Saves nothing: the
 * gradient draws the same mask again. (Srivastava et al., 2014.) Throws `bad-argument`, `shape-mismatch`.
 */
export function dropout(x: Tensor, rate: number, stream: Stream, keys?: RowKeys): Tensor {
  if (!(rate >= 0 && rate < 1)) {
    fail('bad-argument', 'dropout', `rate ${rate}`, 'Give a rate of at least 0 and below 1');
  }
  if (rate === 0) return x;
  const output = operands('dropout', [x]).empty(x.shape);
  drawMask('dropout', output, rate, stream, { x, keys, kept: 1 / (1 - rate) });
  return record(output, [x], (gradient) => [dropout(gradient, rate, stream, keys)]);
}
