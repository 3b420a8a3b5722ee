import { addInto } from '../../kernels/addInto.ts';
import { crossEntropySlopes } from '../../kernels/crossEntropy.ts';
import { matmul } from '../../kernels/matmul.ts';
import { NONE } from '../../kernels/memory.ts';
import { sum as sumKernel } from '../../kernels/sum.ts';
import type { Context } from '../context.ts';
import { affine } from '../operations/affine.ts';
import { checkLinear, linear } from '../operations/linear.ts';
import { multiply } from '../operations/multiply.ts';
import { sum } from '../operations/sum.ts';
import { noGradient, record, recordOnce } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { crossEntropy } from './crossEntropy.ts';
import { checkLabels, type CrossEntropyOptions, shareOf } from './labels.ts';

/** Logits that are there at once, about: 32 MB. */
const TILE = 2 ** 23;
/** With fewer rows in a tile, reading the weights for each costs more than the products. */
const LEAST_ROWS = 256;

/**
 * crossEntropy(linear(x, weight, bias), labels, options) for large vocabularies: x [N, H], weight [V, H], bias [V],
 * labels int32 [N]. Logits exist for some rows at a time, and become their own gradients in place, so that instead of
 * N x V numbers and their gradients there are at most 2^23 or 256 V numbers, whichever is more. Where a gradient is
 * wanted it is computed along with the loss: the backward pass only scales it. No second derivatives, and `reduction`
 * `none` does what the two operations do. Throws `shape-mismatch`, `type-mismatch`, `wrong-context`, `bad-argument`.
 */
export function linearCrossEntropy(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  labels: Tensor,
  options: CrossEntropyOptions = {},
): Tensor {
  const context = checkLinear('linearCrossEntropy', x, weight, bias);
  const inputs = bias ? [x, weight, bias] : [x, weight];
  checkLabels('linearCrossEntropy', inputs, [x.shape[0], weight.shape[0]], labels, options);
  if (options.reduction === 'none') return crossEntropy(linear(x, weight, bias), labels, options);
  const { weights } = options;
  const share = shareOf(labels, options);
  const gradients = inputs.map(({ tracked, shape }) =>
    context.recording && tracked ? context.empty(shape) : undefined,
  );
  const loss = noGradient(context, () => {
    const losses = tiled(x, weight, bias, labels, { ...options, share }, gradients);
    return affine(sum(weights ? multiply(losses, weights) : losses), share);
  });
  return record(loss, inputs, (upstream) => {
    const factor = upstream.item();
    const scaled = (gradient: Tensor): Tensor => noGradient(context, () => affine(gradient, factor));
    return gradients.map((gradient) => {
      if (gradient && context.recording) return recordOnce('linearCrossEntropy', scaled(gradient), inputs);
      return gradient && factor !== 1 ? scaled(gradient) : gradient;
    });
  });
}

/** The loss of each row [N], tile by tile; the gradients of x, weight and bias go where they are wanted. */
function tiled(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  labels: Tensor,
  { weights, classWeights, smoothing = 0, share }: CrossEntropyOptions & { readonly share: number },
  [dx, dweight, dbias]: readonly (Tensor | undefined)[],
): Tensor {
  const { context } = x;
  const [total, inner] = x.shape;
  const [classes] = weight.shape;
  const tiles = Math.max(1, Math.ceil(total / Math.max(LEAST_ROWS, Math.floor(TILE / classes))));
  const losses = context.empty([total]);
  const scales = weights ? affine(weights, share) : context.full([total], share);
  context.step(() => {
    const logits = context.empty([Math.ceil(total / tiles), classes]);
    const part = dbias && context.empty([classes]);
    for (let tile = 0; tile < tiles; tile++) {
      const from = Math.floor((total * tile) / tiles);
      const rows = Math.floor((total * (tile + 1)) / tiles) - from;
      const place = { a: x.offset + from * inner, b: weight.offset, c: logits.offset };
      product(context, place, [rows, classes, inner], { transposeB: 1, bias: bias?.offset });
      context.run(crossEntropySlopes, {
        logits: logits.offset,
        labels: labels.offset + from,
        weights: classWeights?.offset ?? NONE,
        scales: scales.offset + from,
        losses: losses.offset + from,
        rows,
        classes,
        smoothing,
      });
      if (dx) {
        const place = { a: logits.offset, b: weight.offset, c: dx.offset + from * inner };
        product(context, place, [rows, inner, classes]);
      }
      if (dweight) {
        const place = { a: logits.offset, b: x.offset + from * inner, c: dweight.offset };
        product(context, place, [classes, inner, rows], { transposeA: 1, accumulate: Number(tile > 0) });
      }
      if (dbias && part) {
        const y = tile === 0 ? dbias.offset : part.offset;
        context.run(sumKernel, { x: logits.offset, y, outer: 1, axis: rows, inner: classes, divisor: 1 });
        if (tile > 0) context.run(addInto, { x: part.offset, y: dbias.offset, n: classes });
      }
    }
  });
  return losses;
}

/** c[m, n] = op(a) op(b) over k, of whole matrices at these places of the heap. */
function product(
  context: Context,
  place: { readonly a: number; readonly b: number; readonly c: number },
  [m, n, k]: readonly [m: number, n: number, k: number],
  form: { transposeA?: 1; transposeB?: 1; bias?: number | undefined; accumulate?: number } = {},
): void {
  const { transposeA = 0, transposeB = 0, bias = NONE, accumulate = 0 } = form;
  const strides = { lda: transposeA ? m : k, ldb: transposeB ? k : n, ldc: n };
  context.run(matmul, { ...place, bias, m, n, k, ...strides, transposeA, transposeB, accumulate });
}
