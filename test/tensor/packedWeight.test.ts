import { describe, expect, test } from 'vitest';
import { roundToBfloat16 } from '../../src/formats/halfPrecision.ts';
import { recurrentStack } from '../../src/nn/stack/recurrentStack.ts';
import { stream, uniform } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { linear } from '../../src/tensor/operations/linear.ts';
import { packedWeight } from '../../src/tensor/packedWeight.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import { noGradient } from '../../src/tensor/tape.ts';
import { fastBackends } from '../backend/fastBackends.ts';

const numbers = (size: number, place = 0): Float32Array =>
  Float32Array.from({ length: size }, (_, k) => uniform(stream(1, place), k) - 0.5);

/** Weights of which each has more elements than a processor's own cache holds. */
const cells = [
  { choice: { cell: 'lstm' }, hidden: 370 },
  { choice: { cell: 'gru' }, hidden: 420 },
  { choice: { cell: 'gru', reset: 'before' }, hidden: 420 },
  { choice: { cell: 'rnn' }, hidden: 730 },
] as const;

describe.each(fastBackends)('%s', (_, open) => {
  test('a large weight of bfloat16 is kept in half the width, as long as it is one', async () => {
    const context = new Context(await open(1));
    const weight = context.parameter(roundToBfloat16(numbers(2 ** 19)), [2 ** 10, 2 ** 9]);
    const isHalf = (rows: number): number => packedWeight(weight, { atOnce: rows }).isHalf;
    expect([isHalf(1), isHalf(4), isHalf(5)]).toEqual([1, 1, 0]);
    weight.set(numbers(2 ** 19));
    expect(isHalf(1)).toBe(0);
    const small = context.parameter(new Float32Array(2 ** 18), [2 ** 9, 2 ** 9]);
    expect(packedWeight(small, { atOnce: 1 }).isHalf).toBe(0);
    context.close();
  });

  test.each(cells)(
    'few sequences give the bits that they have among many: $choice',
    async ({ choice, hidden }) => {
      for (const threads of [1, 2]) {
        const context = new Context(await open(threads));
        const stack = recurrentStack(context, {
          inputSize: hidden,
          hiddenSize: hidden,
          cell: choice,
          seed: 1,
        });
        for (const weight of Object.values(stack.parameters)) weight.set(roundToBfloat16(weight.toArray()));
        const run = (sequences: number, steps: number): number[] =>
          context.step(() =>
            noGradient(context, () => {
              const rows = Array.from({ length: steps }, (__, t) => [...numbers(sequences * hidden, t)]);
              const x = context.tensor(rows.flat(), [sequences * steps, hidden]);
              const structure = Structure.of(new Array<number>(sequences).fill(steps));
              const y = stack.run(ragged(x, structure, 'packed')).output.data.toArray();
              return Array.from(y).filter((__, k) => Math.floor(k / hidden) % sequences < 1);
            }),
          );
        for (const steps of [1, 3])
          for (const few of [1, 3, 4]) expect(run(few, steps)).toEqual(run(6, steps));
        context.close();
      }
    },
  );

  test('so do few rows of a product', async () => {
    const context = new Context(await open(2));
    const weight = context.parameter(roundToBfloat16(numbers(1030 * 510)), [1030, 510]);
    const run = (rows: number): number[] =>
      context.step(() => {
        const x = context.tensor(numbers(rows * 510), [rows, 510]);
        return Array.from(noGradient(context, () => linear(x, weight)).toArray()).slice(0, 1030);
      });
    const many = run(5);
    for (const few of [1, 2, 3, 4]) expect(run(few)).toEqual(many);
    context.close();
  });
});
