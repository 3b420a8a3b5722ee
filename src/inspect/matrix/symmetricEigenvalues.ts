/** Steps for one eigenvalue: two or three are usual, and more than thirty come of numbers that are not finite. */
const MOST = 30;

/**
 * The eigenvalues of a symmetric matrix [n, n], rising: Householder reflections make it tridiagonal, implicit QL steps
 * diagonal (Golub & Van Loan, "Matrix computations", 2013, 8.3). `matrix` is overwritten.
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const { diagonal, beside } = tridiagonal(matrix, n);
  for (let low = 0; low < n; low++) {
    for (let step = 0; step < MOST; step++) {
      let high = low;
      while (high < n - 1 && !isSmall(beside[high], diagonal[high], diagonal[high + 1])) high++;
      if (high === low) break;
      implicitStep(diagonal, beside, low, high);
    }
  }
  return diagonal.sort();
}

const isSmall = (value: number, a: number, b: number): boolean =>
  Math.abs(value) <= Number.EPSILON * (Math.abs(a) + Math.abs(b));

/** Diagonal [n] and what stands beside it [n - 1] of a similar tridiagonal matrix. */
function tridiagonal(a: Float64Array, n: number): { diagonal: Float64Array; beside: Float64Array } {
  const beside = new Float64Array(n);
  const [v, p] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n - 2; k++) {
    let squares = 0;
    for (let i = k + 1; i < n; i++) {
      v[i] = a[i * n + k];
      squares += v[i] * v[i];
    }
    const norm = Math.sqrt(squares);
    const alpha = v[k + 1] > 0 ? -norm : norm;
    beside[k] = alpha;
    v[k + 1] -= alpha;
    // H = 1 - v vᵀ / half: half = vᵀv / 2.
    const half = squares - alpha * a[(k + 1) * n + k];
    if (half === 0) continue;
    let along = 0;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += a[i * n + j] * v[j];
      p[i] = sum / half;
      along += p[i] * v[i];
    }
    along /= 2 * half;
    for (let i = k + 1; i < n; i++) p[i] -= along * v[i];
    for (let i = k + 1; i < n; i++) {
      const [vi, pi] = [v[i], p[i]];
      for (let j = k + 1; j < n; j++) a[i * n + j] -= vi * p[j] + pi * v[j];
    }
  }
  if (n > 1) beside[n - 2] = a[(n - 1) * n + n - 2];
  return { diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i]), beside };
}

/** One QL step with Wilkinson's shift on the rows from `low` to `high`. */
function implicitStep(diagonal: Float64Array, beside: Float64Array, low: number, high: number): void {
  const half = (diagonal[low + 1] - diagonal[low]) / (2 * beside[low]);
  const root = Math.hypot(half, 1);
  let g = diagonal[high] - diagonal[low] + beside[low] / (half + (half < 0 ? -root : root));
  let [s, c, shift] = [1, 1, 0];
  for (let i = high - 1; i >= low; i--) {
    const f = s * beside[i];
    const b = c * beside[i];
    const r = Math.hypot(f, g);
    beside[i + 1] = r;
    if (r === 0) {
      diagonal[i + 1] -= shift;
      beside[high] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = diagonal[i + 1] - shift;
    const turned = (diagonal[i] - g) * s + 2 * c * b;
    shift = s * turned;
    diagonal[i + 1] = g + shift;
    g = c * turned - b;
  }
  diagonal[low] -= shift;
  beside[low] = g;
  beside[high] = 0;
}
