import { expect, test } from 'vitest';
import { addInto } from '../../src/kernels/addInto.ts';
import { NONE } from '../../src/kernels/memory.ts';
import { PLACE } from '../../src/kernels/places.ts';
import { sgdStep } from '../../src/kernels/sgdStep.ts';
import { sumOfSquares } from '../../src/kernels/sumOfSquares.ts';
import { openContexts } from '../support/contexts.ts';

const engines = await openContexts();

test.for(engines)('sums of squares by places on $name', ({ context }) => {
  const values = Float32Array.from({ length: 20_000 }, (_, k) => (k % 7) - 3);
  const x = context.tensor(values);
  // Starts may lie before the offset that they count from.
  const stretches = [0, 1, 4095, 4096].map((length, k) => ({ start: 5000 * k - 7000, length }));
  const places = context.tensor(
    stretches.flatMap(({ start, length }) => [0, start, 0, length]),
    [4, PLACE],
    'int32',
  );
  const parts = context.full([4], -1);
  const args = { places: places.offset, count: 4, n: 8192, parts: parts.offset };
  const sums = (): number[] => {
    context.run(sumOfSquares, { ...args, gradient: x.offset + 7000 });
    return [...parts.toArray()];
  };
  expect(sums()).toEqual(
    stretches.map(({ start, length }) =>
      values.slice(start + 7000, start + 7000 + length).reduce((sum, value) => sum + value ** 2, 0),
    ),
  );
  x.set(
    values
      .with(5000, Number.NaN)
      .with(10_001, -Infinity)
      .with(15_000 - 1, Infinity),
  );
  expect(sums().map(Number.isFinite)).toEqual([true, false, false, true]);
});

test.for(engines)('a step clips on its way, and what is no number stays so on $name', ({ context }) => {
  const gradients = [-Infinity, -4, -0.5, 0, 0.5, 4, Infinity, Number.NaN];
  const gradient = context.tensor(gradients);
  const value = context.zeros([8]);
  const places = context.tensor([0, 0, 0, 8], [1, PLACE], 'int32');
  const common = { places: places.offset, count: 1, n: 8, gradient: gradient.offset, value: value.offset };
  const numbers = { momentum: NONE, rate: 1, factor: 0, nesterov: 0, decay: 0 };
  context.run(sgdStep, { ...common, ...numbers, scale: 0.5, limit: 1 });
  expect([...value.toArray()].map((x) => x + 0)).toEqual([1, 1, 0.25, 0, -0.25, -1, -1, Number.NaN]);
  value.set(new Float32Array(8));
  context.run(sgdStep, { ...common, ...numbers, scale: 1, limit: Infinity });
  expect([...value.toArray()]).toEqual(gradients.map((x) => 0 - x));
});

test.for(engines)('addInto adds every element once on $name', ({ context }) => {
  for (const n of [0, 1, 17, 100_003]) {
    const x = context.tensor(Float32Array.from({ length: n }, (_, k) => k));
    const y = context.full([n], 0.5);
    context.run(addInto, { x: x.offset, y: y.offset, n });
    expect(y.toArray().every((value, k) => value === k + 0.5)).toBe(true);
  }
});
