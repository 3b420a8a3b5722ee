import { describe, expect, it } from 'vitest';
import { openBackend } from '../../src/backend/open.ts';
import type { Cell } from '../../src/nn/cells/cell.ts';
import { gruCell } from '../../src/nn/cells/gruCell.ts';
import { byGate } from '../../src/nn/initialise/byGate.ts';
import { chronoBiases } from '../../src/nn/initialise/chrono.ts';
import { namedInitialisers } from '../../src/nn/initialise/named.ts';
import { orthogonal } from '../../src/nn/initialise/orthogonal.ts';
import { uniform } from '../../src/nn/initialise/uniform.ts';
import { stream } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';

const variance = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

describe('initialisers', () => {
  it.each([
    ['xavierUniform', 2 / (300 + 200)],
    ['xavierNormal', 2 / (300 + 200)],
    ['heUniform', 2 / 200],
    ['heNormal', 2 / 200],
  ] as const)('%s has the variance of its paper', (name, expected) => {
    const values = namedInitialisers[name](300, 200, stream(1));
    expect(variance(values) / expected).toBeGreaterThan(0.97);
    expect(variance(values) / expected).toBeLessThan(1.03);
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length)).toBeLessThan(2e-3);
  });

  it.each([
    [24, 24],
    [10, 30],
    [30, 10],
  ])('orthogonal %i x %i has orthonormal rows or columns, times its gain', (rows, columns) => {
    const values = orthogonal(2)(rows, columns, stream(2));
    const vectors = Array.from({ length: Math.min(rows, columns) }, (_, v) =>
      Array.from({ length: Math.max(rows, columns) }, (_, k) =>
        rows <= columns ? values[v * columns + k] : values[k * columns + v],
      ),
    );
    vectors.forEach((a, i) => {
      vectors.forEach((b, j) => {
        const product = a.reduce((sum, value, k) => sum + value * b[k], 0);
        expect(product).toBeCloseTo(i === j ? 4 : 0, 5);
      });
    });
  });

  it('uniform stays within its bound and fills it', () => {
    const values = uniform(0.5)(50, 40, stream(3));
    expect(Math.max(...values)).toBeLessThan(0.5);
    expect(Math.max(...values)).toBeGreaterThan(0.49);
    expect(Math.min(...values)).toBeLessThan(-0.49);
  });

  it('chrono spreads the biases over time scales up to the longest', () => {
    const scales = chronoBiases(2000, 100, stream(4)).map(Math.exp).sort();
    expect(scales[0]).toBeGreaterThanOrEqual(1);
    expect(scales[1999]).toBeLessThan(99);
    expect(scales[1000]).toBeGreaterThan(45);
    expect(scales[1000]).toBeLessThan(55);
  });

  it('chrono keeps the state of a GRU through its update gate alone', async () => {
    const context = new Context(await openBackend({ backend: 'reference' }));
    const [plain, chrono] = [undefined, 50].map((longest) =>
      gruCell(context, { inputSize: 2, hiddenSize: 40, stream: stream(6), chrono: longest }),
    );
    const gates = ({ parameters: { bias_ih, bias_hh } }: Cell): number[][] =>
      [0, 1, 2].map((gate) =>
        Array.from(
          bias_ih.toArray().slice(40 * gate, 40 * (gate + 1)),
          (bias, k) => bias + bias_hh.toArray()[40 * gate + k],
        ),
      );
    const [[r, z, n], [chronoR, chronoZ, chronoN]] = [plain, chrono].map(gates);
    expect([chronoR, chronoN]).toEqual([r, n]);
    expect(chronoZ).not.toEqual(z);
    const scales = chronoZ.map(Math.exp).sort((a, b) => a - b);
    expect(scales[0]).toBeGreaterThanOrEqual(1);
    expect(scales[39]).toBeGreaterThan(40);
    expect(scales[39]).toBeLessThan(49);
    context.close();
  });

  it('gate by gate, each block is a matrix of its own', () => {
    const values = byGate(3, orthogonal())(24, 8, stream(5));
    const blocks = [0, 1, 2].map((gate) => values.slice(gate * 64, (gate + 1) * 64));
    for (const block of blocks) expect(variance(block)).toBeCloseTo(1 / 8, 6);
    expect(blocks[0]).not.toEqual(blocks[1]);
  });
});
