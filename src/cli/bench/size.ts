import { fail } from '../../support/errors.ts';

/** B sequences of T steps with I features each, and H hidden units. */
export type Size = readonly [B: number, T: number, I: number, H: number];

/** From one short sequence, where overhead is all, to products that fill every cache. */
export const standardSizes: readonly Size[] = [
  [1, 100, 32, 64],
  [1, 1, 64, 256],
  [32, 50, 64, 128],
  [128, 28, 28, 128],
  [20, 35, 650, 650],
  [16, 512, 128, 256],
  [64, 64, 512, 512],
];

export const quickSizes: readonly Size[] = [standardSizes[0], standardSizes[2]];

export const formatSize = (size: Size): string => size.join('x');

/** The size that `BxTxIxH` means, as 32x50x64x128. Throws `bad-argument`. */
export function parseSize(text: string): Size {
  const [B, T, I, H, ...more] = text.split('x').map(Number);
  const isSize = [B, T, I, H].every((n) => Number.isSafeInteger(n) && n >= 1) && more.length === 0;
  if (isSize) return [B, T, I, H];
  const remedy = 'Give batch, steps, features and hidden units with an x between them, as 32x50x64x128.';
  return fail('bad-argument', '--sizes', `"${text}" is not a size`, remedy);
}
