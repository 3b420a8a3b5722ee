import { linearPacked } from '../../kernels/linearPacked.ts';
import { matmul as kernel } from '../../kernels/matmul.ts';
import { NONE } from '../../kernels/memory.ts';
import { fail } from '../../support/errors.ts';
import type { Context } from '../context.ts';
import { gradientRoom } from '../gradientSum.ts';
import { operands } from '../operands.ts';
import { type PackedOptions, packedWeight } from '../packedWeight.ts';
import { record } from '../record.ts';
import { formatShape, type Tensor } from '../tensor.ts';
import { sumInto } from './broadcastTo.ts';
import { product } from './matmul.ts';

/** Throws `shape-mismatch`, `type-mismatch`, `wrong-context` unless x [N, I], weight [O, I] and bias [O] fit. */
export function checkLinear(operation: string, x: Tensor, weight: Tensor, bias: Tensor | undefined): Context {
  const context = operands(operation, bias ? [x, weight, bias] : [x, weight]);
  const fits = x.shape.length === 2 && weight.shape.length === 2 && x.shape[1] === weight.shape[1];
  if (!fits || (bias && (bias.shape.length !== 1 || bias.shape[0] !== weight.shape[0]))) {
    fail(
      'shape-mismatch',
      operation,
      `x ${formatShape(x.shape)}, weight ${formatShape(weight.shape)}${bias ? ` and bias ${formatShape(bias.shape)}` : ''} do not fit`,
      'Give x [N, I], weight [O, I] and bias [O]',
    );
  }
  return context;
}

/** Rows for which packing a weight would take about as long as the product. */
const FEW_ROWS = 4096;
/** The same where the weight is to be read a few times only before it changes. */
const FEWER_ROWS = 256;

const isRecorded = (context: Context, inputs: readonly Tensor[]): boolean =>
  context.recording && inputs.some((input) => input.tracked);

/** Whether the product could be made with a weight that is kept packed; then it is. */
function madePacked(
  output: Tensor,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  how: Pick<PackedOptions, 'across' | 'sparing'>,
): boolean {
  const [m, n] = output.shape;
  const [, k] = x.shape;
  if (m > (how.sparing ? FEWER_ROWS : FEW_ROWS)) return false;
  const place = packedWeight(weight, { ...how, atOnce: m });
  if (place.packed === NONE) return false;
  output.context.run(linearPacked, {
    a: x.offset,
    weight: weight.offset,
    ...place,
    across: Number(how.across ?? false),
    bias: bias ? bias.offset : NONE,
    c: output.offset,
    m,
    n,
    k,
  });
  return true;
}

/** The gradient of x [N, I], from that of y [N, O]. */
export function linearInputGradient(x: Tensor, gradient: Tensor, weight: Tensor): Tensor {
  const room = gradientRoom(x);
  const isPacked =
    !x.context.recording && madePacked(room, gradient, weight, undefined, { across: true, sparing: true });
  return isPacked ? room : product(room, gradient, weight, {});
}

/** That of the weight [O, I]; undefined where it waits for those of other steps. */
export function linearWeightGradient(weight: Tensor, gradient: Tensor, x: Tensor): Tensor | undefined {
  if (weight.context.stepGradients?.take(weight, gradient, x)) return undefined;
  return product(gradientRoom(weight), gradient, x, { transposeA: true });
}

/**
 * y = x weight^T + bias: x [N, I], weight [O, I], bias [O] give [N, O]. The bias starts the sums of the product. Saves
 * x and weight. Throws `shape-mismatch`.
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  const inputs = bias ? [x, weight, bias] : [x, weight];
  const context = checkLinear('linear', x, weight, bias);
  const [n, k] = x.shape;
  const [o] = weight.shape;
  const output = context.empty([n, o]);
  const sparing = isRecorded(context, inputs);
  if (!madePacked(output, x, weight, bias, { sparing })) {
    context.run(kernel, {
      a: x.offset,
      b: weight.offset,
      c: output.offset,
      bias: bias ? bias.offset : NONE,
      m: n,
      n: o,
      k,
      lda: k,
      ldb: k,
      ldc: o,
      transposeA: 0,
      transposeB: 1,
      accumulate: 0,
    });
  }
  return record(output, inputs, (gradient) => [
    x.tracked ? linearInputGradient(x, gradient, weight) : undefined,
    weight.tracked ? linearWeightGradient(weight, gradient, x) : undefined,
    bias?.tracked ? sumInto(gradientRoom(bias), gradient) : undefined,
  ]);
}
