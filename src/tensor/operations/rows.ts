import type { Tensor } from '../tensor.ts';

/** A tensor as rows over its last axis; a single number is one row of one. */
export function rowsOf(x: Tensor): { rows: number; columns: number } {
  const columns = x.shape.at(-1) ?? 1;
  return { rows: columns === 0 ? 0 : x.size / columns, columns };
}
