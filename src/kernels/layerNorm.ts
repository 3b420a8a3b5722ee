import { kernel } from './kernel.ts';
import { NONE } from './memory.ts';
import { CHUNK } from './sum.ts';

/**
 * y[rows, columns] = (x - mean) * scale * gain + bias per row, with scale = 1 / sqrt(variance + epsilon), the variance
 * being the mean of (x - mean)^2. gain[groups, columns] and bias[groups, columns] may be NONE: row r has those of group
 * r % groups. means[rows] and scales[rows] are kept.
 * (Ba, Kiros and Hinton, 2016.)
 */
export const layerNorm = kernel(
  'layerNorm',
  ['x', 'gain', 'bias', 'y', 'means', 'scales', 'rows', 'columns', 'groups', 'epsilon'],
  ({ f }, { x, gain, bias, y, means, scales, rows, columns, groups, epsilon }) => {
    for (let row = 0; row < rows; row++) {
      const at = row * columns;
      const group = (row % groups) * columns;
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += f[x + at + j];
      const mean = sum / columns;
      let squares = 0;
      for (let j = 0; j < columns; j++) squares += (f[x + at + j] - mean) ** 2;
      const scale = 1 / Math.sqrt(squares / columns + epsilon);
      for (let j = 0; j < columns; j++) {
        const value = (f[x + at + j] - mean) * scale * (gain === NONE ? 1 : f[gain + group + j]);
        f[y + at + j] = value + (bias === NONE ? 0 : f[bias + group + j]);
      }
      f[means + row] = mean;
      f[scales + row] = scale;
    }
  },
  ({ rows, columns }) => 6 * rows * columns,
);

/**
 * With u = (x - mean) * scale and g = dy * gain: dx = scale (g - mean(g) - u mean(g u)). dgain = sum over the rows of a
 * group of dy u, dbias that of dy, both in chunks of 4096 such rows as in `sum`. Each of dx, dgain, dbias may be NONE.
 */
export const layerNormBackward = kernel(
  'layerNormBackward',
  ['x', 'gain', 'means', 'scales', 'dy', 'dx', 'dgain', 'dbias', 'rows', 'columns', 'groups'],
  ({ f }, { x, gain, means, scales, dy, dx, dgain, dbias, rows, columns, groups }) => {
    const unit = (row: number, j: number): number =>
      (f[x + row * columns + j] - f[means + row]) * f[scales + row];
    if (dx !== NONE) {
      for (let row = 0; row < rows; row++) {
        const at = row * columns;
        const group = (row % groups) * columns;
        const upstream = (j: number): number => f[dy + at + j] * (gain === NONE ? 1 : f[gain + group + j]);
        let sum = 0;
        let product = 0;
        for (let j = 0; j < columns; j++) {
          sum += upstream(j);
          product += upstream(j) * unit(row, j);
        }
        for (let j = 0; j < columns; j++) {
          f[dx + at + j] =
            f[scales + row] * (upstream(j) - sum / columns - (unit(row, j) * product) / columns);
        }
      }
    }
    const perGroup = rows / groups;
    for (let at = 0; at < groups * columns; at++) {
      const [group, j] = [Math.floor(at / columns), at % columns];
      let gainTotal = 0;
      let biasTotal = 0;
      for (let from = 0; from < perGroup; from += CHUNK) {
        let gainPart = 0;
        let biasPart = 0;
        for (let k = from; k < Math.min(perGroup, from + CHUNK); k++) {
          const row = k * groups + group;
          gainPart += f[dy + row * columns + j] * unit(row, j);
          biasPart += f[dy + row * columns + j];
        }
        gainTotal += gainPart;
        biasTotal += biasPart;
      }
      if (dgain !== NONE) f[dgain + at] = gainTotal;
      if (dbias !== NONE) f[dbias + at] = biasTotal;
    }
  },
  ({ rows, columns }) => 10 * rows * columns,
);
