import { addInto } from '../../kernels/addInto.ts';
import { crossEntropySlopes } from '../../kernels/crossEntropy.ts';
import { matmul } from '../../kernels/matmul.ts';
import { NONE } from '../../kernels/memory.ts';
import { sumInto } from '../operations/broadcastTo.ts';
import { view } from '../operations/view.ts';
import type { Tensor } from '../tensor.ts';

/** A linear layer with rows of its input, their labels, and what belongs to each row. */
export interface LabelledRows {
  /** [N, H] */
  readonly x: Tensor;
  /** [V, H] */
  readonly weight: Tensor;
  /** [V] */
  readonly bias: Tensor | undefined;
  /** int32 [N] */
  readonly labels: Tensor;
  /** [N]: the derivative of the whole loss by that of each row. */
  readonly scales: Tensor;
  /** [N]: where the loss of each row goes. */
  readonly losses: Tensor;
}

/** Rows from..from+count-1. */
export function someRows(all: LabelledRows, from: number, count: number): LabelledRows {
  const inner = all.x.shape[1];
  const part = (tensor: Tensor): Tensor => view(tensor, [count], from);
  const { labels, scales, losses } = all;
  return {
    ...all,
    x: view(all.x, [count, inner], from * inner),
    labels: part(labels),
    scales: part(scales),
    losses: part(losses),
  };
}

/** The losses of rows; `slopes` [N, V] comes to hold the derivatives of the whole loss by their logits. */
export function slopesInto(
  slopes: Tensor,
  { x, weight, bias, labels, scales, losses }: LabelledRows,
  { classWeights, smoothing = 0 }: { readonly classWeights?: Tensor; readonly smoothing?: number },
): void {
  const { context } = x;
  const [rows, classes] = slopes.shape;
  const k = x.shape[1];
  const logits = { a: x.offset, b: weight.offset, c: slopes.offset, bias: bias?.offset ?? NONE };
  const size = { m: rows, n: classes, k, lda: k, ldb: k, ldc: classes };
  context.run(matmul, { ...logits, ...size, transposeA: 0, transposeB: 1, accumulate: 0 });
  context.run(crossEntropySlopes, {
    logits: slopes.offset,
    labels: labels.offset,
    weights: classWeights?.offset ?? NONE,
    scales: scales.offset,
    losses: losses.offset,
    rows,
    classes,
    smoothing,
  });
}

/** The gradients of x, and of weight and bias, to which it adds unless they are the first. The tape does not see it. */
export function gradientsInto(
  [dx, dweight, dbias]: readonly (Tensor | undefined)[],
  slopes: Tensor,
  { x, weight }: LabelledRows,
  isFirst: boolean,
): void {
  const { context } = x;
  const [rows, classes] = slopes.shape;
  const inner = x.shape[1];
  if (dx) {
    const place = { a: slopes.offset, b: weight.offset, c: dx.offset, bias: NONE };
    const size = { m: rows, n: inner, k: classes, lda: classes, ldb: inner, ldc: inner };
    context.run(matmul, { ...place, ...size, transposeA: 0, transposeB: 0, accumulate: 0 });
  }
  if (dweight) {
    const place = { a: slopes.offset, b: x.offset, c: dweight.offset, bias: NONE };
    const size = { m: classes, n: inner, k: rows, lda: classes, ldb: inner, ldc: inner };
    const accumulate = isFirst ? 0 : 1;
    context.run(matmul, { ...place, ...size, transposeA: 1, transposeB: 0, accumulate });
  }
  if (dbias && isFirst) sumInto(dbias, slopes);
  else if (dbias) {
    const more = sumInto(context.empty([classes]), slopes);
    context.run(addInto, { x: more.offset, y: dbias.offset, n: classes });
  }
}
