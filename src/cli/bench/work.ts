import type { Size } from './size.ts';

export const benchCells = ['lstm', 'gru', 'rnn', 'slstm', 'mingru', 'minlstm', 'lru'] as const;
export type BenchCell = (typeof benchCells)[number];

/** Those that other libraries have. */
export const peerCells: readonly BenchCell[] = ['lstm', 'gru', 'rnn'];

/** `forward`: outputs only, nothing recorded. `train`: outputs and the gradients of all weights, not of the input. */
export const works = ['forward', 'train'] as const;
export type Work = (typeof works)[number];

/** Products of a step: H x I of the input, and H x H of what the cell holds. */
const products: Readonly<Record<BenchCell, { readonly input: number; readonly own: number }>> = {
  lstm: { input: 4, own: 4 },
  gru: { input: 3, own: 3 },
  rnn: { input: 1, own: 1 },
  slstm: { input: 4, own: 4 },
  mingru: { input: 2, own: 0 },
  minlstm: { input: 3, own: 0 },
  // Re B, Im B and D; Re C and Im C.
  lru: { input: 3, own: 2 },
};

/**
 * The floating-point operations that the products of one pass need: F = 2 B T H (P I + Q H) forward, P and Q being the
 * products of a step with the input and with the state, for most cells the number of gates; training 2 F for outputs and
 * weight gradients, and 2 B T Q H^2 for the gradient of the state. What the gates cost is not counted.
 */
export function flops(cell: BenchCell, work: Work, [B, T, I, H]: Size): number {
  const { input, own } = products[cell];
  const forward = 2 * B * T * H * (input * I + own * H);
  return work === 'forward' ? forward : 2 * forward + 2 * B * T * H * own * H;
}

/** The elements of the weights of a layer, biases too. */
export function weightsOf(cell: BenchCell, I: number, H: number): number {
  const { input, own } = products[cell];
  return H * (input * (I + 1) + own * (H + 1));
}

/**
 * Floating-point operations for each byte that one pass must move at least: x, the outputs, and the weights, in
 * training also their gradients.
 */
export function intensity(cell: BenchCell, work: Work, size: Size): number {
  const [B, T, I, H] = size;
  const elements = B * T * (I + H) + (work === 'train' ? 2 : 1) * weightsOf(cell, I, H);
  return flops(cell, work, size) / (4 * elements);
}
