/** The solution of a symmetric positive definite system, by Gaussian elimination. */
export const solve = (matrix: readonly (readonly number[])[], right: readonly number[]): number[] =>
  solveAll(matrix, [right])[0];

/** The solutions for several right sides. */
export function solveAll(
  matrix: readonly (readonly number[])[],
  rights: readonly (readonly number[])[],
): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, k) => [...row, ...rights.map((right) => right[k])]);
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j < n + rights.length; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rights.map((_, r) => {
    const solution = new Array<number>(n).fill(0);
    for (let k = n - 1; k >= 0; k--) {
      let value = rows[k][n + r];
      for (let j = k + 1; j < n; j++) value -= rows[k][j] * solution[j];
      solution[k] = value / rows[k][k];
    }
    return solution;
  });
}
