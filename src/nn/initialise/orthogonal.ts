import { normal } from '../../support/random.ts';
import type { Initialiser } from './initialiser.ts';

/**
 * Orthonormal rows (or columns, where there are more rows than columns), times `gain`: a square one keeps the norm
 * of what passes through it, forward and backward (Saxe, McClelland & Ganguli, 2014). By modified Gram-Schmidt, twice.
 */
export const orthogonal =
  (gain = 1): Initialiser =>
  (rows, columns, stream) => {
    const count = Math.min(rows, columns);
    const length = Math.max(rows, columns);
    const vectors = Array.from({ length: count }, (_, v) =>
      Float64Array.from({ length }, (_, unit) => normal(stream, v * length + unit)),
    );
    vectors.forEach((vector, v) => {
      for (let sweep = 0; sweep < 2; sweep++) {
        for (const other of vectors.slice(0, v)) {
          const overlap = vector.reduce((sum, value, k) => sum + value * other[k], 0);
          for (let k = 0; k < length; k++) vector[k] -= overlap * other[k];
        }
      }
      const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
      for (let k = 0; k < length; k++) vector[k] /= norm;
    });
    return Float32Array.from({ length: rows * columns }, (_, at) => {
      const row = Math.floor(at / columns);
      const column = at % columns;
      return gain * (rows <= columns ? vectors[row][column] : vectors[column][row]);
    });
  };
