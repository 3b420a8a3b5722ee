import { fail } from '../../support/errors.ts';
import type { Context } from '../context.ts';
import { formatShape, type Shape, sizeOf } from '../tensor.ts';
import type { Ragged } from './ragged.ts';
import { Structure, type StructureOptions } from './structure.ts';

/**
 * Sequences from the values of all steps, one sequence after another, and their lengths. `features` is the shape of a
 * step; int32 values of shape [] are symbols. Throws `shape-mismatch`.
 */
export function fromTyped(
  context: Context,
  values: Float32Array | Float64Array | Int32Array,
  lengths: ArrayLike<number>,
  features: Shape = [],
  options?: StructureOptions,
): Ragged {
  const structure = new Structure(lengths, options);
  const shape = [structure.total, ...features];
  if (values.length !== sizeOf(shape)) {
    fail(
      'shape-mismatch',
      'fromTyped',
      `${values.length} values for ${structure.total} steps of shape ${formatShape(features)}`,
      `Give ${sizeOf(shape)} values: the lengths add up to the steps`,
    );
  }
  const type = values instanceof Int32Array ? 'int32' : 'float32';
  return { data: context.tensor(values, shape, type), structure, layout: 'sequence' };
}
