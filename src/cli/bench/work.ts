import type { Size } from './size.ts';

export const benchCells = ['lstm', 'gru', 'rnn'] as const;
export type BenchCell = (typeof benchCells)[number];

/** `forward`: outputs only, nothing recorded. `train`: outputs and the gradients of all weights, not of the input. */
export const works = ['forward', 'train'] as const;
export type Work = (typeof works)[number];

/** How many matrices H x (I + H) a cell has. */
export const gates: Readonly<Record<BenchCell, number>> = { lstm: 4, gru: 3, rnn: 1 };

/**
 * The floating-point operations that the products of one pass need: F = 2 B T G H (I + H) forward; training 2 F for
 * outputs and weight gradients, and 2 B T G H^2 for the gradient that goes back through time. What the gates cost is
 * not counted.
 */
export function flops(cell: BenchCell, work: Work, [B, T, I, H]: Size): number {
  const perFeature = 2 * B * T * gates[cell] * H;
  return work === 'forward' ? perFeature * (I + H) : perFeature * (2 * (I + H) + H);
}

/**
 * Floating-point operations for each byte that one pass must move at least: x, the outputs, and the weights, in
 * training also their gradients.
 */
export function intensity(cell: BenchCell, work: Work, size: Size): number {
  const [B, T, I, H] = size;
  const weights = gates[cell] * H * (I + H + 2);
  const elements = B * T * (I + H) + (work === 'train' ? 2 : 1) * weights;
  return flops(cell, work, size) / (4 * elements);
}
