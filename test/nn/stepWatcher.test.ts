import { afterAll, describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { recurrence } from '../../src/nn/recurrence/recurrence.ts';
import { cellNames, type CellChoice, makeCell } from '../../src/nn/stack/cellChoice.ts';
import { stream } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { square } from '../../src/tensor/operations/square.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { fromTyped } from '../../src/tensor/ragged/fromTyped.ts';
import { backward } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { minimalCell } from './minimalCell.ts';

const context = new Context(referenceBackend('float64'));
afterAll(() => context.close());

const lengths = [3, 5, 1];
const values = Float64Array.from({ length: 18 }, (_, k) => Math.sin(3 * k));

/** dL/dstate of every packed row, by state, of a loss that all outputs and final states enter. */
function watched(
  cell: CellChoice['cell'],
  path: 'fused' | 'plain',
  reverse: boolean,
): Record<string, number[]> {
  const made = makeCell(context, { cell } as CellChoice, { inputSize: 2, hiddenSize: 3, stream: stream(2) });
  return context.step(() => {
    let seen: Record<string, number[]> = {};
    const { output } = recurrence(made, fromTyped(context, values, lengths, [2]), {
      path,
      reverse,
      watch: (gradients: Readonly<Record<string, Tensor>>) => {
        seen = Object.fromEntries(
          Object.entries(gradients).map(([name, tensor]) => [name, Array.from(tensor.toArray())]),
        );
      },
    });
    backward(sum(square(output.data)));
    return seen;
  });
}

describe.each([false, true])('watched step by step, reverse %s', (reverse) => {
  it.each(['lstm', 'gru', 'rnn', 'mingru', 'minlstm'] as const)(
    '%s has the gradients of the fused sweep',
    (cell) => {
      const [fused, plain] = [watched(cell, 'fused', reverse), watched(cell, 'plain', reverse)];
      expect(Object.keys(plain)).toEqual(Object.keys(fused));
      for (const [name, expected] of Object.entries(fused)) {
        // Within its step c(t) is what h(t) is made of: step by step that way is not seen.
        if (name === 'c') continue;
        expect(expected.some((value) => value !== 0)).toBe(true);
        expected.forEach((value, k) => expect(plain[name][k]).toBeCloseTo(value, 10));
      }
    },
  );
});

it('a cell of ones own, whose input is not trained, is watched too', () => {
  const cell = minimalCell(context, 2, 3);
  context.step(() => {
    const seen: number[][] = [];
    const { output } = recurrence(cell, fromTyped(context, values, lengths, [2]), {
      watch: ({ h }) => void seen.push(Array.from(h.toArray())),
    });
    backward(sum(output.data));
    expect(seen).toHaveLength(1);
    expect(seen[0]).toHaveLength(9 * 3);
    // What ends is only put out: the last row is the last step of the longest sequence.
    expect(seen[0].slice(-3)).toEqual([1, 1, 1]);
    expect(seen[0].slice(0, 3)).not.toEqual([1, 1, 1]);
  });
});

it('what puts out something else than its state is refused on the plain path', () => {
  expect(cellNames).toContain('lru');
  expect(() => watched('lru', 'plain', false)).toThrow('puts out something else than its state');
});
