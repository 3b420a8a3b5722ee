type Floats = Float32Array | Float64Array;

/** weight v for a stored matrix weight[rows, v.length]. */
export function product(f: Floats, weight: number, rows: number, v: Float64Array): Float64Array {
  const result = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < v.length; k++) result[row] += f[weight + row * v.length + k] * v[k];
  }
  return result;
}

/** weight transposed times v for a stored matrix weight[v.length, columns]. */
export function productTransposed(f: Floats, weight: number, columns: number, v: Float64Array): Float64Array {
  const result = new Float64Array(columns);
  for (let k = 0; k < v.length; k++) {
    for (let column = 0; column < columns; column++)
      result[column] += f[weight + k * columns + column] * v[k];
  }
  return result;
}
