import { describe, expect, test } from 'vitest';
import { gradcheck } from '../../src/tensor/gradcheck.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { custom } from '../../src/tensor/operations/custom.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { square } from '../../src/tensor/operations/square.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { gradients } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { cases, shapesOf } from './cases.ts';

const both = (x: Tensor | readonly Tensor[]): Tensor => {
  const outputs = 'size' in x ? [x] : x;
  return outputs.reduce(
    (total, output, k) => add(total, sum(multiply(output, k + 1))),
    sum(multiply(outputs[0], 0)),
  );
};

describe.for(Object.entries(cases))('%s', ([, { f, shapes, low, high, second = true }]) => {
  test.for(shapes.split(' | '))('gradient %s', (text) => {
    const [inputs] = shapesOf(text);
    const report = gradcheck(f, inputs, { low, high, seed: 7 });
    expect(report).toMatchObject({ passed: true });
    expect(report.compared).toBe(inputs.reduce((n, shape) => n + shape.reduce((size, k) => size * k, 1), 0));
  });

  test(second ? 'second derivative' : 'refuses a second derivative', () => {
    const inputs = shapesOf(shapes).at(-1) ?? [];
    const slope = (...tensors: Tensor[]): Tensor[] =>
      gradients([sum(square(both(f(...tensors))))], tensors, { retain: true }).filter((g) => g !== undefined);
    const check = (): unknown => gradcheck(slope, inputs, { low, high, seed: 8, tolerance: 1e-5 });
    if (second) expect(check()).toMatchObject({ passed: true });
    else expect(check).toThrow(/second derivative/);
  });
});

test('a wrong gradient is reported with the worst element', () => {
  const wrong = (x: Tensor): Tensor =>
    custom([x], square, (gradient) => [multiply(gradient, multiply(x, x.context.tensor([2, 2, 3])))]);
  const report = gradcheck(wrong, [{ shape: [3], values: [1, 2, 3] }]);
  expect(report.passed).toBe(false);
  expect(report.worst).toMatchObject({ input: 0, index: 2 });
});
