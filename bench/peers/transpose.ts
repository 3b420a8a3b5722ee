/** An array [m, n, of `width` elements each] as [n, m, of `width`]. */
export function transpose(data: Float32Array, m: number, n: number, width = 1): Float32Array {
  const result = new Float32Array(data.length);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < width; k++) result[(j * m + i) * width + k] = data[(i * n + j) * width + k];
    }
  }
  return result;
}
