import { normal } from '../../support/random.ts';
import type { Initialiser } from './initialiser.ts';
import { uniformValues } from './uniform.ts';

/** Uniform with variance 2 / (fan in + fan out), for tanh and sigmoid (Glorot & Bengio, 2010). */
export const xavierUniform: Initialiser = (rows, columns, stream) =>
  uniformValues(rows * columns, Math.sqrt(6 / (rows + columns)), stream);

/** Normal with variance 2 / (fan in + fan out) (Glorot & Bengio, 2010). */
export const xavierNormal: Initialiser = (rows, columns, stream) => {
  const deviation = Math.sqrt(2 / (rows + columns));
  return Float32Array.from({ length: rows * columns }, (_, unit) => deviation * normal(stream, unit));
};
