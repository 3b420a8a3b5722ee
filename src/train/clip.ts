import { unary, unaryKinds } from '../kernels/unary.ts';
import type { Parameters } from '../nn/parameters.ts';
import { gradientNorm } from './gradientNorms.ts';

const AFFINE = unaryKinds.indexOf('affine');
const CLAMP = unaryKinds.indexOf('clamp');

/** Limits of gradients: of their norm over all parameters, and of each element. By norm first. */
export interface ClipLimits {
  readonly norm?: number;
  readonly value?: number;
}

/** How an update takes each element of a gradient: times `scale`, then within +-limit. */
export interface Clipping {
  readonly scale: number;
  readonly limit: number;
}

export const unclipped: Clipping = { scale: 1, limit: Infinity };

/**
 * How an optimizer's step clips on its way, which costs nothing, to the same numbers as clipByNorm and clipByValue
 * before it. `norm`: of all gradients.
 */
export function clippingOf({ norm: most = Infinity, value = Infinity }: ClipLimits, norm: number): Clipping {
  return { scale: scaleOf(most, norm), limit: value };
}

/** PyTorch's factor of clip_grad_norm_. */
const scaleOf = (most: number, norm: number): number => Math.min(1, most / (norm + 1e-6));

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
export function clipByNorm(parameters: Parameters, most: number, norm = gradientNorm(parameters)): number {
  const scale = scaleOf(most, norm);
  if (scale < 1) change(parameters, AFFINE, scale, 0);
  return norm;
}

/** Limits every element of every gradient to [-most, most]. PyTorch's clip_grad_value_. */
export function clipByValue(parameters: Parameters, most: number): void {
  change(parameters, CLAMP, -most, most);
}
