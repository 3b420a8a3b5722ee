import { CHUNK } from '../sum.ts';

/** result[columns] = sum over rows of value(row, column): in chunks of 4096 rows, as in `sum`. */
export function sumRows(
  f: Float32Array | Float64Array,
  result: number,
  rows: number,
  columns: number,
  value: (row: number, column: number) => number,
): void {
  for (let column = 0; column < columns; column++) {
    let total = 0;
    for (let from = 0; from < rows; from += CHUNK) {
      let part = 0;
      for (let row = from; row < Math.min(rows, from + CHUNK); row++) part += value(row, column);
      total += part;
    }
    f[result + column] = total;
  }
}
