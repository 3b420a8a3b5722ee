import { fail } from '../../support/errors.ts';
import { expectType, operands } from '../operands.ts';
import { formatShape, type Shape, type Tensor } from '../tensor.ts';
import type { LossOptions } from './reduce.ts';

export interface CrossEntropyOptions extends LossOptions {
  /** Share of the target spread evenly over all classes (Szegedy et al., 2016). */
  readonly smoothing?: number;
  /** [V], a weight per class. */
  readonly classWeights?: Tensor;
}

/** What the loss of each row counts: 1 for a sum; for a mean, one over the rows with a label, by their weights. */
export function shareOf(
  labels: Tensor,
  { weights, classWeights, reduction = 'mean' }: CrossEntropyOptions,
): number {
  if (reduction !== 'mean') return 1;
  const { f, i } = labels.context.memory;
  const { offset, size } = labels;
  const byRow = weights?.offset;
  const byClass = classWeights?.offset;
  let count = 0;
  for (let row = 0; row < size; row++) {
    const label = i[offset + row];
    if (label < 0) continue;
    const share = byRow === undefined ? 1 : f[byRow + row];
    count += share * (byClass === undefined ? 1 : f[byClass + label]);
  }
  return count === 0 ? 0 : 1 / count;
}

/**
 * Throws `shape-mismatch`, `type-mismatch`, `wrong-context`, `bad-argument` unless there is a label from -1 to V-1 for
 * each of N rows. `inputs`: what the logits come from; `shape`: theirs, [N, V].
 */
export function checkLabels(
  operation: string,
  inputs: readonly Tensor[],
  shape: Shape,
  labels: Tensor,
  { weights, classWeights }: CrossEntropyOptions,
): void {
  const context = operands(operation, [...inputs, ...[weights, classWeights].filter(isGiven)]);
  expectType(operation, labels, 'int32');
  const [rows, classes] = shape;
  const isList = (tensor: Tensor | undefined, size: number): boolean =>
    !tensor || (tensor.shape.length === 1 && tensor.size === size);
  if (
    shape.length !== 2 ||
    labels.size !== rows ||
    labels.context !== context ||
    !isList(weights, rows) ||
    !isList(classWeights, classes)
  ) {
    const given = Object.entries({ labels, weights, classWeights }).flatMap(([name, tensor]) =>
      tensor ? [`${name} ${formatShape(tensor.shape)}`] : [],
    );
    fail(
      'shape-mismatch',
      operation,
      [`logits ${formatShape(shape)}`, ...given].join(', '),
      'Give, in one context, logits [N, V], labels [N], weights [N] and classWeights [V]',
    );
  }
  const { i } = context.memory;
  const { offset } = labels;
  for (let row = 0; row < rows; row++) {
    const label = i[offset + row];
    if (label >= -1 && label < classes) continue;
    fail(
      'bad-argument',
      operation,
      `label ${label} in row ${row}, but there are ${classes} classes`,
      `Give labels from 0 to ${classes - 1}, or -1 for a row to leave out`,
    );
  }
}

const isGiven = (tensor: Tensor | undefined): tensor is Tensor => tensor !== undefined;
