import { fail } from '../../support/errors.ts';
import { formatShape, isSameShape, type Tensor } from '../tensor.ts';

/** Throws `shape-mismatch` unless all inputs of a loss have one shape. */
export function checkSameShape(loss: string, inputs: Readonly<Record<string, Tensor>>): void {
  const named = Object.entries(inputs);
  const [, first] = named[0];
  if (named.every(([, tensor]) => isSameShape(tensor.shape, first.shape))) return;
  const shapes = named.map(([name, tensor]) => `${name} ${formatShape(tensor.shape)}`).join(', ');
  fail('shape-mismatch', loss, shapes, 'All must have the same shape');
}
