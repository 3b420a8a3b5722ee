import { normal } from '../../support/random.ts';
import type { Initialiser } from './initialiser.ts';
import { uniformValues } from './uniform.ts';

/** Uniform with variance 2 / fan in, for ReLU (He et al., 2015). */
export const heUniform: Initialiser = (rows, columns, stream) =>
  uniformValues(rows * columns, Math.sqrt(6 / columns), stream);

/** Normal with variance 2 / fan in, for ReLU (He et al., 2015). */
export const heNormal: Initialiser = (rows, columns, stream) => {
  const deviation = Math.sqrt(2 / columns);
  return Float32Array.from({ length: rows * columns }, (_, unit) => deviation * normal(stream, unit));
};
