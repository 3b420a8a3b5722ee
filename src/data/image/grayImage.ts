import { fail } from '../../support/errors.ts';

/** A picture of one channel. */
export interface GrayImage {
  readonly height: number;
  readonly width: number;
  /** [height, width], row-major, from 0 (black) to 1 (white). */
  readonly pixels: Float32Array;
}

/** More than any scan; a damaged header must not ask for all memory. */
const MOST = 1e8;

/** Throws `bad-data` for a picture without pixels, or with more than 100 million. */
export function checkSize(where: string, height: number, width: number): void {
  if (height >= 1 && width >= 1 && height * width <= MOST) return;
  const what = `it says that it is ${width} pixels wide and ${height} high`;
  fail('bad-data', where, what, `Give a picture of 1 to ${MOST / 1e6} million pixels`);
}
