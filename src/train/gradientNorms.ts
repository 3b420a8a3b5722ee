import { CHUNK } from '../kernels/sum.ts';
import { sumOfSquares } from '../kernels/sumOfSquares.ts';
import type { Parameters } from '../nn/parameters.ts';
import type { Tensor } from '../tensor/tensor.ts';

export interface GradientNorms {
  /** The Euclidean norm over all parameters; not finite if any gradient is not. */
  readonly total: number;
  readonly byName: Readonly<Record<string, number>>;
}

function squares(tensor: Tensor): number {
  const { context, size } = tensor;
  return context.step(() => {
    const parts = context.empty([Math.ceil(size / CHUNK)]);
    context.run(sumOfSquares, { x: tensor.offset, parts: parts.offset, n: size });
    let sum = 0;
    for (const part of parts.toArray()) sum += part;
    return sum;
  });
}

/**
 * The norms of the parameters' gradients. One order of sums: chunks of 4096 elements, then the chunks, then the
 * parameters, the last two in float64.
 */
export function gradientNorms(parameters: Parameters): GradientNorms {
  const byName: Record<string, number> = {};
  let total = 0;
  for (const [name, { gradient }] of Object.entries(parameters)) {
    const sum = gradient ? squares(gradient) : 0;
    byName[name] = Math.sqrt(sum);
    total += sum;
  }
  return { total: Math.sqrt(total), byName };
}
