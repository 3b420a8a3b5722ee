import { crossEntropyBackward, crossEntropy as kernel } from '../../kernels/crossEntropy.ts';
import { NONE } from '../../kernels/memory.ts';
import { affine } from '../operations/affine.ts';
import { multiply } from '../operations/multiply.ts';
import { reshape } from '../operations/reshape.ts';
import { softmax } from '../operations/softmax.ts';
import { subtract } from '../operations/subtract.ts';
import { sum } from '../operations/sum.ts';
import { record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { checkLabels, type CrossEntropyOptions, shareOf } from './labels.ts';

export type { CrossEntropyOptions } from './labels.ts';

/**
 * -log softmax(logits)[label] by row: logits [N, V], labels int32 [N]; label -1 leaves a row out. The mean is over the
 * rows with a label, each counted by its weight times that of its class; `weights` are per row. Saves logits and one
 * number per row. Throws `shape-mismatch`, `type-mismatch`, `bad-argument`.
 */
export function crossEntropy(logits: Tensor, labels: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { weights, reduction } = options;
  checkLabels('crossEntropy', [logits], logits.shape, labels, options);
  const losses = rowLosses(logits, labels, options);
  const weighted = weights ? multiply(losses, weights) : losses;
  return reduction === 'none' ? weighted : affine(sum(weighted), shareOf(labels, options));
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
