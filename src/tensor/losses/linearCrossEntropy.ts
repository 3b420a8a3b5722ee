import { gradientRoom } from '../gradientSum.ts';
import { affine } from '../operations/affine.ts';
import { checkLinear, linear } from '../operations/linear.ts';
import { multiply } from '../operations/multiply.ts';
import { sum } from '../operations/sum.ts';
import { view } from '../operations/view.ts';
import { noGradient, record, recordOnce } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { crossEntropy } from './crossEntropy.ts';
import { checkLabels, type CrossEntropyOptions, shareOf } from './labels.ts';
import { gradientsInto, type LabelledRows, slopesInto, someRows } from './logitSlopes.ts';

/** Logits in a tile of rows, about: 32 MB. */
const TILE = 2 ** 23;
/** With fewer rows in a tile, reading the weights for each costs more than the products. */
const LEAST_ROWS = 256;

/**
 * crossEntropy(linear(x, weight, bias), labels, options) for large vocabularies: x [N, H], weight [V, H], bias [V],
 * labels int32 [N]. Logits become their own gradients in place. A tile of them, 2^23 or 256 V numbers, is there at a
 * time, and the gradients of x, weight and bias are computed along with the loss; but where keeping all logits takes
 * less memory than that, N <= H + the rows of a tile, they are kept for the backward pass. No second derivatives; with
 * `reduction` `none` it is the two operations. Throws `shape-mismatch`, `type-mismatch`, `wrong-context`,
 * `bad-argument`.
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
  const [count, inner] = x.shape;
  const [classes] = weight.shape;
  checkLabels('linearCrossEntropy', inputs, [count, classes], labels, options);
  const { weights, reduction } = options;
  if (reduction === 'none') return crossEntropy(linear(x, weight, bias), labels, options);
  const share = shareOf(labels, options);
  const most = Math.max(LEAST_ROWS, Math.floor(TILE / classes));
  const wanted = inputs.map(({ tracked }) => context.recording && tracked);
  const [loss, gradientsOf] = noGradient(context, () => {
    const scales = weights ? affine(weights, share) : context.full([count], share);
    const losses = context.empty([count]);
    const rows: LabelledRows = { x, weight, bias, labels, scales, losses };
    const gradients =
      wanted.includes(true) && count <= inner + most
        ? atOnce(rows, inputs, wanted, options)
        : inTiles(rows, inputs, wanted, Math.max(1, Math.ceil(count / most)), options);
    return [affine(sum(weights ? multiply(losses, weights) : losses), share), gradients];
  });
  return record(loss, inputs, (upstream) => {
    const gradients = noGradient(context, () => gradientsOf(upstream.item()));
    if (!context.recording) return gradients;
    return gradients.map((gradient) => gradient && recordOnce('linearCrossEntropy', gradient, inputs));
  });
}

/** The gradients of the inputs, as far as they are wanted, times a factor. */
type GradientsOf = (factor: number) => readonly (Tensor | undefined)[];

/** Computes the losses of all rows, and their gradients when they are asked for. */
function atOnce(
  rows: LabelledRows,
  inputs: readonly Tensor[],
  wanted: readonly boolean[],
  options: CrossEntropyOptions,
): GradientsOf {
  const { context, shape } = rows.x;
  const slopes = context.empty([shape[0], rows.weight.shape[0]]);
  slopesInto(slopes, rows, options);
  return (factor) => {
    const room = factor === 1 ? gradientRoom : ({ shape }: Tensor): Tensor => context.empty(shape);
    const into = inputs.map((input, k) => (wanted[k] ? room(input) : undefined));
    gradientsInto(into, slopes, rows, true);
    return scaled(into, factor);
  };
}

/** Computes the losses tile by tile, and with them the gradients. */
function inTiles(
  rows: LabelledRows,
  inputs: readonly Tensor[],
  wanted: readonly boolean[],
  tiles: number,
  options: CrossEntropyOptions,
): GradientsOf {
  const { context, shape } = rows.x;
  const [count, inner] = shape;
  const [classes] = rows.weight.shape;
  const into = inputs.map(({ shape }, k) => (wanted[k] ? context.empty(shape) : undefined));
  context.step(() => {
    const room = context.empty([Math.ceil(count / tiles), classes]);
    for (let tile = 0; tile < tiles; tile++) {
      const from = Math.floor((count * tile) / tiles);
      const size = Math.floor((count * (tile + 1)) / tiles) - from;
      const some = someRows(rows, from, size);
      const slopes = view(room, [size, classes]);
      slopesInto(slopes, some, options);
      const [dx, ...others] = into;
      gradientsInto([dx && view(dx, [size, inner], from * inner), ...others], slopes, some, tile === 0);
    }
  });
  return (factor) => scaled(into, factor);
}

const scaled = (
  gradients: readonly (Tensor | undefined)[],
  factor: number,
): readonly (Tensor | undefined)[] =>
  factor === 1 ? gradients : gradients.map((gradient) => gradient && affine(gradient, factor));
