import { afterAll, describe, expect, test } from 'vitest';
import { referenceBackend } from '../../../src/backend/reference.ts';
import { Context } from '../../../src/tensor/context.ts';
import { gradcheck } from '../../../src/tensor/gradcheck.ts';
import { gatherRows } from '../../../src/tensor/operations/gatherRows.ts';
import { square } from '../../../src/tensor/operations/square.ts';
import { sum } from '../../../src/tensor/operations/sum.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { gradients } from '../../../src/tensor/tape.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { inputShapes, type Run, runSweep, type SweepCase, sweepCases } from './sweepCases.ts';

const context = new Context(referenceBackend('float64'));
afterAll(() => context.close());

const structure = Structure.of([4, 2, 0, 1]);
const size = { structure, hidden: 3, output: 2 };
const plainAndReverse = sweepCases.filter(({ options }) => options.every((option) => option === 'reverse'));

/** Some outputs of a sweep, of which alone a loss is made. */
const losses: Readonly<Record<string, (run: Run) => Tensor>> = {
  'two steps': ({ y }) => gatherRows(y, y.context.tensor([1, 4], [2], 'int32')),
  'the last steps': ({ y }) => gatherRows(y, structure.on(y.context, structure.ends('packed', 'last'))),
  'the final output': ({ final }) => final[0],
  'the last state': ({ final }) => final[final.length - 1],
};

const zerosOf = (sweep: SweepCase): { names: string[]; tensors: Tensor[] } => {
  const { differentiable } = inputShapes(sweep, size);
  const tensors = Object.values(differentiable).map((shape) =>
    context.parameter(new Float64Array(shape.reduce((product, n) => product * n, 1)), shape),
  );
  return { names: Object.keys(differentiable), tensors };
};

describe.each(Object.entries(losses))('a loss of %s alone', (_, loss) => {
  test.each(plainAndReverse)('$name: gradients equal central differences', (sweep) => {
    const { differentiable } = inputShapes(sweep, size);
    const names = Object.keys(differentiable);
    const report = gradcheck(
      (...tensors) => {
        const inputs = Object.fromEntries(names.map((name, k) => [name, tensors[k]]));
        return square(loss(runSweep(sweep, structure, inputs)));
      },
      Object.values(differentiable),
      { tolerance: 2e-6 },
    );
    expect(report).toMatchObject({ passed: true });
  });
});

describe.each(plainAndReverse)('$name', (sweep) => {
  test('refuses a second derivative', () => {
    const { names, tensors } = zerosOf(sweep);
    const inputs = Object.fromEntries(names.map((name, k) => [name, tensors[k]]));
    const [first] = gradients([sum(runSweep(sweep, structure, inputs).y)], [inputs.x], { retain: true });
    expect(() => gradients([sum(square(first as Tensor))], [inputs.x])).toThrow(/second derivative/);
  });

  test('names the tensor that does not fit, with both shapes', () => {
    const { names, tensors } = zerosOf(sweep);
    const inputs = Object.fromEntries(names.map((name, k) => [name, tensors[k]]));
    const h0 = context.zeros([3, 3]);
    expect(() => runSweep(sweep, structure, { ...inputs, h0 })).toThrow(
      `${sweep.kind}Sweep: h0 has shape [3, 3], not [4, 3]`,
    );
  });

  test('saves nothing where no gradient is wanted', () => {
    const { names, tensors } = zerosOf(sweep);
    const outside = Object.fromEntries(names.map((name, k) => [name, tensors[k]]));
    const inputs = Object.fromEntries(
      Object.entries(outside).map(([name, tensor]) => [name, context.tensor(tensor.toArray(), tensor.shape)]),
    );
    structure.on(context, structure.batchSizes);
    const before = context.heap.used;
    const { y, final } = runSweep(sweep, structure, inputs);
    const room = [y, ...final].reduce(
      (total, { size: n }) => total + Math.max(16, Math.ceil(n / 16) * 16),
      0,
    );
    expect(context.heap.used - before).toBe(room);
  });
});
