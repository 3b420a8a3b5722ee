import { crossEntropyBackward, crossEntropy as kernel } from '../../kernels/crossEntropy.ts';
import { NONE } from '../../kernels/memory.ts';
import { fail } from '../../support/errors.ts';
import { expectType, operands } from '../operands.ts';
import { affine } from '../operations/affine.ts';
import { multiply } from '../operations/multiply.ts';
import { reshape } from '../operations/reshape.ts';
import { softmax } from '../operations/softmax.ts';
import { subtract } from '../operations/subtract.ts';
import { sum } from '../operations/sum.ts';
import { record } from '../record.ts';
import { formatShape, type Tensor } from '../tensor.ts';
import type { LossOptions } from './reduce.ts';

export interface CrossEntropyOptions extends LossOptions {
  /** Share of the target spread evenly over all classes (Szegedy et al., 2016). */
  readonly smoothing?: number;
  /** [V], a weight per class. */
  readonly classWeights?: Tensor;
}

/**
 * -log softmax(logits)[label] by row: logits [N, V], labels int32 [N]; label -1 leaves a row out. The mean is over the
 * rows with a label, each counted by its weight times that of its class; `weights` are per row. Saves logits and one
 * number per row. Throws `shape-mismatch`, `type-mismatch`, `bad-argument`.
 */
export function crossEntropy(logits: Tensor, labels: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { weights, classWeights, reduction = 'mean' } = options;
  checkLabels(logits, labels, options);
  const losses = rowLosses(logits, labels, options);
  const weighted = weights ? multiply(losses, weights) : losses;
  if (reduction === 'none') return weighted;
  const total = sum(weighted);
  if (reduction === 'sum') return total;
  const count = labelledShare(labels, weights, classWeights);
  return affine(total, count === 0 ? 0 : 1 / count);
}

/** The sum over the rows with a label, each counted by its weights. */
function labelledShare(
  labels: Tensor,
  weights: Tensor | undefined,
  classWeights: Tensor | undefined,
): number {
  const { f, i } = labels.context.memory;
  const { offset, size } = labels;
  const shares = weights?.offset;
  const perClass = classWeights?.offset;
  let count = 0;
  for (let row = 0; row < size; row++) {
    const label = i[offset + row];
    if (label < 0) continue;
    const share = shares === undefined ? 1 : f[shares + row];
    count += share * (perClass === undefined ? 1 : f[perClass + label]);
  }
  return count;
}

function rowLosses(
  logits: Tensor,
  labels: Tensor,
  { smoothing = 0, classWeights }: CrossEntropyOptions,
): Tensor {
  const { context } = logits;
  const [rows, classes] = logits.shape;
  const losses = context.empty([rows]);
  const normalisers = context.empty([rows]);
  const common = {
    logits: logits.offset,
    labels: labels.offset,
    weights: classWeights?.offset ?? NONE,
    normalisers: normalisers.offset,
    rows,
    classes,
    smoothing,
  };
  context.run(kernel, { ...common, losses: losses.offset });
  return record(losses, [logits], (gradient) => {
    if (context.recording) return [composed(gradient, logits, labels, smoothing, classWeights)];
    const dlogits = context.empty(logits.shape);
    context.run(crossEntropyBackward, { ...common, dlosses: gradient.offset, dlogits: dlogits.offset });
    return [dlogits];
  });
}

/** The gradient written with operations, for second derivatives: (softmax(logits) sum(q) - q) gradient. */
function composed(
  gradient: Tensor,
  logits: Tensor,
  labels: Tensor,
  smoothing: number,
  classWeights: Tensor | undefined,
): Tensor {
  const [rows, classes] = logits.shape;
  const perClass = classWeights?.toArray();
  const targets = new Float64Array(rows * classes);
  labels.toArray().forEach((label, row) => {
    if (label < 0) return;
    for (let j = 0; j < classes; j++) {
      const share = (j === label ? 1 - smoothing : 0) + smoothing / classes;
      targets[row * classes + j] = (perClass?.[j] ?? 1) * share;
    }
  });
  const q = logits.context.tensor(targets, logits.shape);
  const rowWise = subtract(multiply(softmax(logits), sum(q, 1, true)), q);
  return multiply(rowWise, reshape(gradient, [rows, 1]));
}

function checkLabels(logits: Tensor, labels: Tensor, { weights, classWeights }: CrossEntropyOptions): void {
  operands('crossEntropy', [logits, ...(weights ? [weights] : []), ...(classWeights ? [classWeights] : [])]);
  expectType('crossEntropy', labels, 'int32');
  const [rows, classes] = logits.shape;
  const fits = logits.shape.length === 2 && labels.size === rows && labels.context === logits.context;
  if (
    !fits ||
    (weights && (weights.shape.length !== 1 || weights.size !== rows)) ||
    (classWeights && classWeights.size !== classes)
  ) {
    const extra = [
      weights && `weights ${formatShape(weights.shape)}`,
      classWeights && `classWeights ${formatShape(classWeights.shape)}`,
    ];
    fail(
      'shape-mismatch',
      'crossEntropy',
      [
        `logits ${formatShape(logits.shape)}`,
        `labels ${formatShape(labels.shape)}`,
        ...extra.filter(Boolean),
      ].join(', '),
      'Give logits [N, V], labels [N], weights [N] and classWeights [V]',
    );
  }
  const { i } = labels.context.memory;
  const { offset } = labels;
  for (let row = 0; row < rows; row++) {
    const label = i[offset + row];
    if (label >= -1 && label < classes) continue;
    fail(
      'bad-argument',
      'crossEntropy',
      `label ${label} in row ${row}, but there are ${classes} classes`,
      `Give labels from 0 to ${classes - 1}, or -1 for a row to leave out`,
    );
  }
}
