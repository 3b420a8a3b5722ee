import { matmul } from '../../tensor/operations/matmul.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** A^(2^16): what is not an eigenvalue's is then the 65,536th root of itself. */
const SQUARINGS = 16;

/**
 * The spectral radius of a square matrix [H, H], the greatest modulus of its eigenvalues, complex ones among them:
 * Gelfand's formula, lim |A^k|^(1/k), with k doubled by squaring. Unlike power iteration it needs no gap between
 * eigenvalues, and pairs of complex ones do not make it turn.
 */
export function spectralRadius(matrix: Tensor): number {
  const { context } = matrix;
  return context.step(() =>
    noGradient(context, () => {
      let logarithm = 0;
      let power = matrix;
      for (let k = 0; ; k++) {
        const norm = Math.hypot(...rowNorms(power));
        if (norm === 0) return 0;
        // A^(2^k) is exp(logarithm 2^k) times what is kept, whose norm is 1.
        logarithm += Math.log(norm) / 2 ** k;
        if (k === SQUARINGS) return Math.exp(logarithm);
        const unit = multiply(power, 1 / norm);
        power = matmul(unit, unit);
      }
    }),
  );
}

function rowNorms(matrix: Tensor): number[] {
  const [rows, columns] = matrix.shape;
  const values = matrix.toArray();
  return Array.from({ length: rows }, (_, row) => {
    let squares = 0;
    for (let k = row * columns; k < (row + 1) * columns; k++) squares += values[k] ** 2;
    return Math.sqrt(squares);
  });
}
