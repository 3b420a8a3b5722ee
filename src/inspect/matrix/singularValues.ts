import { symmetricEigenvalues } from './symmetricEigenvalues.ts';

/**
 * The singular values of a matrix [rows, columns], falling: roots of the eigenvalues of AᵀA (or AAᵀ, where it is smaller).
 * Those below about 1e-8 of the greatest are noise.
 */
export function singularValues(values: ArrayLike<number>, rows: number, columns: number): number[] {
  const n = Math.min(rows, columns);
  const inner = Math.max(rows, columns);
  // Vectors whose products are wanted, each in one piece.
  const vectors = Float64Array.from({ length: n * inner }, (_, at) => {
    const [vector, k] = [Math.floor(at / inner), at % inner];
    return rows <= columns ? values[vector * columns + k] : values[k * columns + vector];
  });
  const products = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      const [a, b] = [i * inner, j * inner];
      for (let k = 0; k < inner; k++) sum += vectors[a + k] * vectors[b + k];
      products[i * n + j] = sum;
      products[j * n + i] = sum;
    }
  }
  return Array.from(symmetricEigenvalues(products, n), (value) => Math.sqrt(Math.max(0, value))).reverse();
}
