import { afterAll, describe, expect, it } from 'vitest';
import type { Cell } from '../../src/nn/cells/cell.ts';
import { lstmCell } from '../../src/nn/cells/lstmCell.ts';
import { rnnCell } from '../../src/nn/cells/rnnCell.ts';
import { recurrence } from '../../src/nn/recurrence/recurrence.ts';
import { referenceBackend } from '../../src/backend/reference.ts';
import { stream, uniform } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import { gradients } from '../../src/tensor/tape.ts';
import { openContexts } from '../support/contexts.ts';
import { minimalCell } from './minimalCell.ts';

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

const values = (size: number, key: number): Float32Array =>
  Float32Array.from({ length: size }, (_, unit) => 2 * uniform(stream(key), unit) - 1);

describe.each(opened)('$name', ({ context }) => {
  const cell = lstmCell(context, { inputSize: 3, hiddenSize: 4, stream: stream(1) });

  it.each([
    { lengths: [5, 3], order: 'packed' },
    { lengths: [3, 5], order: 'another' },
  ])('one tensor as both initial states gets both gradients ($order order)', ({ lengths }) => {
    const structure = new Structure(lengths);
    const gradientOf = (path: 'fused' | 'plain', checkpoint?: number): number[] =>
      context.step(() => {
        const x = ragged(context.tensor(values(8 * 3, 2), [8, 3]), structure);
        const start = add(context.parameter(values(8, 3), [2, 4]), 0);
        const { output, final } = recurrence(cell, x, { initial: { h: start, c: start }, path, checkpoint });
        const [gradient] = gradients([add(sum(output.data), sum(final.c))], [start]);
        return Array.from(gradient?.toArray() ?? []);
      });
    const plain = gradientOf('plain');
    expect(plain.length).toBe(8);
    for (const fused of [gradientOf('fused'), gradientOf('fused', 2)]) {
      fused.forEach((value, k) => {
        expect(value).toBeCloseTo(plain[k], 4);
      });
    }
  });
});

it('many stretches of a checkpointed recurrence take the memory of its input once, not each', () => {
  const context = new Context(referenceBackend());
  const cell = rnnCell(context, { inputSize: 32, hiddenSize: 2, stream: stream(1) });
  const structure = new Structure([1000]);
  context.step(() => {
    const x = add(context.parameter(values(32_000, 2), [1000, 32]), 0);
    const { output } = recurrence(cell, ragged(x, structure), { checkpoint: 10 });
    expect(gradients([sum(output.data)], [x])[0]?.shape).toEqual([1000, 32]);
  });
  expect(context.heap.peak).toBeLessThan(20 * 32_000); // 100 stretches
});

describe('what it is given', () => {
  const context = new Context(referenceBackend());
  const cell = rnnCell(context, { inputSize: 3, hiddenSize: 2, stream: stream(1) });
  const x = ragged(context.tensor(values(12, 2), [4, 3]), new Structure([1, 3]));
  const watch = (): void => {};

  it.each([
    ['a state that the cell does not have', { initial: { c: context.zeros([2, 2]) } }, /no state c. Give h/],
    ['watch of a checkpointed sweep', { watch, checkpoint: 2 }, /computed twice, in stretches/],
  ])('is refused where it would be ignored: %s', (_, options, message) => {
    expect(() => recurrence(cell, x, options)).toThrow(message);
  });

  it('gates of any shape, where nobody asks for the trace', () => {
    const own: Cell = {
      ...minimalCell(context, 3, 2),
      step: (_, { h }) => ({ state: { h }, gates: { share: context.full([], 0.5) } }),
    };
    expect(recurrence(own, x).output.data.shape).toEqual([4, 2]);
  });
});
