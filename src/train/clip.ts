import { unary, unaryKinds } from '../kernels/unary.ts';
import type { Parameters } from '../nn/parameters.ts';
import { gradientNorms } from './gradientNorms.ts';

const AFFINE = unaryKinds.indexOf('affine');
const CLAMP = unaryKinds.indexOf('clamp');

function change(parameters: Parameters, kind: number, a: number, b: number): void {
  for (const { context, gradient } of Object.values(parameters)) {
    if (gradient)
      context.run(unary, { kind, x: gradient.offset, y: gradient.offset, n: gradient.size, a, b });
  }
}

/**
 * Scales all gradients together so that their norm over all parameters is at most `most` (Pascanu, Mikolov and Bengio,
 * "On the difficulty of training recurrent neural networks", 2013). PyTorch's clip_grad_norm_: the factor is
 * most / (norm + 1e-6). `norm` is what gradientNorms gave, where that is known. Gives the norm before clipping.
 */
export function clipByNorm(
  parameters: Parameters,
  most: number,
  norm = gradientNorms(parameters).total,
): number {
  const factor = most / (norm + 1e-6);
  if (factor < 1) change(parameters, AFFINE, factor, 0);
  return norm;
}

/** Limits every element of every gradient to [-most, most]. PyTorch's clip_grad_value_. */
export function clipByValue(parameters: Parameters, most: number): void {
  change(parameters, CLAMP, -most, most);
}
