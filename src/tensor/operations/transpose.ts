import { fail } from '../../support/errors.ts';
import { operands } from '../operands.ts';
import { record } from '../record.ts';
import { formatShape, type Tensor } from '../tensor.ts';
import { copyStrided } from './copyStrided.ts';

/** A matrix [M, N] as [N, M]; `matmul` takes transposed operands without this. Throws `shape-mismatch`. */
export function transpose(x: Tensor): Tensor {
  const context = operands('transpose', [x], 'any');
  const [m, n] = x.shape;
  if (x.shape.length !== 2) {
    fail('shape-mismatch', 'transpose', `a tensor of shape ${formatShape(x.shape)}`, 'Give a matrix');
  }
  const output = context.empty([n, m], x.type);
  copyStrided('transpose', [n, m], { tensor: x, strides: [1, n] }, { tensor: output, strides: [m, 1] });
  return record(output, [x], (gradient) => [transpose(gradient)]);
}
