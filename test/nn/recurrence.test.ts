import { afterAll, describe, expect, it } from 'vitest';
import { lstmCell } from '../../src/nn/cells/lstmCell.ts';
import { recurrence } from '../../src/nn/recurrence/recurrence.ts';
import { stream, uniform } from '../../src/support/random.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import { gradients } from '../../src/tensor/tape.ts';
import { openContexts } from '../support/contexts.ts';

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
