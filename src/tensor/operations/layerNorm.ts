import { layerNormBackward, layerNorm as kernel } from '../../kernels/layerNorm.ts';
import { NONE } from '../../kernels/memory.ts';
import { fail } from '../../support/errors.ts';
import { operands } from '../operands.ts';
import { record } from '../record.ts';
import { formatShape, type Tensor } from '../tensor.ts';
import { add } from './add.ts';
import { sumTo } from './broadcastTo.ts';
import { mean } from './mean.ts';
import { multiply } from './multiply.ts';
import { reciprocal } from './reciprocal.ts';
import { reshape } from './reshape.ts';
import { rowsOf } from './rows.ts';
import { sqrt } from './sqrt.ts';
import { square } from './square.ts';
import { subtract } from './subtract.ts';

interface LayerNormOptions {
  /** Parts of the last axis that are normalised each on its own, of equal size. Default 1. */
  readonly groups?: number;
  /** [columns] factors. */
  readonly gain?: Tensor;
  /** [columns] addends. */
  readonly bias?: Tensor;
  readonly epsilon?: number;
}

/**
 * (x - mean) / sqrt(variance + epsilon) over the last axis, or over each of its `groups`, times gain, plus bias. Saves x
 * and a mean and scale per row and group. (Ba, Kiros and Hinton, 2016.) Throws `shape-mismatch`.
 */
export function layerNorm(
  x: Tensor,
  { gain, bias, groups = 1, epsilon = 1e-5 }: LayerNormOptions = {},
): Tensor {
  const inputs = [x, gain, bias].filter((tensor) => tensor !== undefined);
  const context = operands('layerNorm', inputs);
  const { rows, columns } = rowsOf(x);
  for (const tensor of [gain, bias]) {
    if (!tensor || (tensor.shape.length === 1 && tensor.size === columns)) continue;
    fail(
      'shape-mismatch',
      'layerNorm',
      `gain or bias of shape ${formatShape(tensor.shape)} for x of shape ${formatShape(x.shape)}`,
      `Give [${columns}], the last size of x`,
    );
  }
  if (!Number.isInteger(groups) || groups < 1 || columns % groups !== 0) {
    fail(
      'shape-mismatch',
      'layerNorm',
      `${groups} groups for x of shape ${formatShape(x.shape)}`,
      `Give a whole number that divides ${columns}, the last size of x`,
    );
  }
  const output = context.empty(x.shape);
  const means = context.empty([rows * groups]);
  const scales = context.empty([rows * groups]);
  const common = {
    x: x.offset,
    gain: gain?.offset ?? NONE,
    means: means.offset,
    scales: scales.offset,
    rows: rows * groups,
    columns: columns / groups,
    groups,
  };
  context.run(kernel, { ...common, bias: bias?.offset ?? NONE, y: output.offset, epsilon });
  const fused = (gradient: Tensor): (Tensor | undefined)[] => {
    const [dx, dgain, dbias] = [x, gain, bias].map((input) =>
      input?.tracked ? context.empty(input.shape) : undefined,
    );
    const targets = { dx: dx?.offset ?? NONE, dgain: dgain?.offset ?? NONE, dbias: dbias?.offset ?? NONE };
    context.run(layerNormBackward, { ...common, ...targets, dy: gradient.offset });
    return [dx, ...(gain ? [dgain] : []), ...(bias ? [dbias] : [])];
  };
  return record(output, inputs, (gradient) =>
    context.recording ? composed(gradient, x, gain, bias, groups, epsilon) : fused(gradient),
  );
}

/** The gradients written with operations, for second derivatives. */
function composed(
  gradient: Tensor,
  x: Tensor,
  gain: Tensor | undefined,
  bias: Tensor | undefined,
  groups: number,
  epsilon: number,
): Tensor[] {
  const split = (tensor: Tensor): Tensor =>
    reshape(tensor, [...tensor.shape.slice(0, -1), groups, tensor.shape[tensor.shape.length - 1] / groups]);
  const parts = split(x);
  const arrived = split(gradient);
  const centred = subtract(parts, mean(parts, -1, true));
  const scale = reciprocal(sqrt(add(mean(square(centred), -1, true), epsilon)));
  const unit = multiply(centred, scale);
  const upstream = gain ? multiply(arrived, split(gain)) : arrived;
  const along = multiply(unit, mean(multiply(upstream, unit), -1, true));
  const across = subtract(upstream, mean(upstream, -1, true));
  return [
    reshape(multiply(scale, subtract(across, along)), x.shape),
    ...(gain ? [sumTo(reshape(multiply(arrived, unit), x.shape), gain.shape)] : []),
    ...(bias ? [sumTo(gradient, bias.shape)] : []),
  ];
}
