import { afterAll, describe, expect, it } from 'vitest';
import type { Cell } from '../../src/nn/cells/cell.ts';
import { recurrence } from '../../src/nn/recurrence/recurrence.ts';
import { carriedStack } from '../../src/nn/stack/carriedStack.ts';
import { recurrentStack, stackOf } from '../../src/nn/stack/recurrentStack.ts';
import { normal, stream } from '../../src/support/random.ts';
import { openContext } from '../../src/tensor/openContext.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { fromArrays } from '../../src/tensor/ragged/fromArrays.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import { toArrays } from '../../src/tensor/ragged/toArrays.ts';
import { backward, gradients } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { minimalCell } from './minimalCell.ts';

const context = await openContext({ backend: 'wasm', threads: 1 });
afterAll(() => context.close());

const random = (size: number, seed: number): Float32Array =>
  Float32Array.from({ length: size }, (_, unit) => normal(stream(seed), unit));

const batch = (lengths: readonly number[], features: number): ReturnType<typeof fromArrays> =>
  fromArrays(
    context,
    lengths.map((length, k) => Array.from({ length }, (_, t) => Array.from(random(features, 100 * k + t)))),
    { features },
  );

describe('stacks', () => {
  it("runs a user's own cell through the same driver: both directions, ragged, traced, stacked", () => {
    const cell = (): Cell => minimalCell(context, 3, 4);
    const stack = stackOf(context, [[cell(), cell()], [minimalCell(context, 8, 5)]]);
    expect(Object.keys(stack.parameters)).toContain('recurrent_h_l0_reverse');
    context.step(() => {
      const x = batch([3, 1, 5], 3);
      const result = stack.run(x, { trace: true });
      expect(toArrays(result.output).map((rows) => rows.length)).toEqual([3, 1, 5]);
      expect(toArrays(result.trace[0][1].f)[2]).toHaveLength(5);
      const alone = stack.run(batch([3], 3));
      expect(toArrays(alone.output)[0]).toEqual(toArrays(result.output)[0]);
    });
  });

  it('halves the steps in a pyramid, layer by layer, and what is missing at an end is 0', () => {
    const options = { inputSize: 3, hiddenSize: 4, bidirectional: true, cell: { cell: 'gru' } } as const;
    const pyramid = recurrentStack(context, { ...options, layers: 3, pyramid: true });
    context.step(() => {
      const { output, final, trace } = pyramid.run(batch([7, 0, 1, 4, 9], 3), { trace: true });
      const lengths = trace.map(([forward]) => Array.from(forward.h.structure.lengths));
      expect(lengths).toEqual([
        [7, 0, 1, 4, 9],
        [4, 0, 1, 2, 5],
        [2, 0, 1, 1, 3],
      ]);
      expect(final[2][1].h.shape).toEqual([5, 4]);
      const alone = pyramid.run(batch([7], 3));
      expect(toArrays(alone.output)[0]).toEqual(toArrays(output)[0]);
      const [rows] = toArrays(stackOf(context, [pyramid.cells[0]]).run(batch([7], 3)).output);
      const pairs = [0, 2, 4, 6].map((t) => [...rows[t], ...(rows[t + 1] ?? new Array<number>(8).fill(0))]);
      const above = stackOf(context, [pyramid.cells[1]]).run(fromArrays(context, [pairs], { features: 16 }));
      const second = pyramid.run(batch([7], 3), { trace: true }).trace[1][0].h;
      expect(toArrays(second)[0]).toEqual(toArrays(above.output)[0].map((row) => row.slice(0, 4)));
    });
  });

  it('adds the input to the output of residual layers, and learns initial states', () => {
    const options = { inputSize: 6, hiddenSize: 6, layers: 2, cell: { cell: 'gru' }, seed: 5 } as const;
    const plain = recurrentStack(context, options);
    const residual = recurrentStack(context, { ...options, residual: true, learnedState: true });
    context.step(() => {
      const x = batch([4, 2], 6);
      const first = recurrence(plain.cells[0][0], x).output;
      const expected = add(
        first.data,
        add(
          recurrence(plain.cells[1][0], { ...first, data: add(first.data, toPackedData(x)) }).output.data,
          toPackedData(x),
        ),
      );
      const { output } = residual.run(x);
      output.data.toArray().forEach((value, k) => expect(value).toBeCloseTo(expected.toArray()[k], 5));
      backward(sum(output.data));
    });
    expect(Object.keys(residual.parameters)).toContain('h_l1');
    expect(residual.parameters.h_l1.gradient?.toArray().some((value) => value !== 0)).toBe(true);
  });

  it('dropout between layers depends on seed, step and row, not on the batch', () => {
    const stack = recurrentStack(context, {
      inputSize: 3,
      hiddenSize: 8,
      layers: 2,
      dropout: 0.5,
      cell: { cell: 'lstm' },
      seed: 5,
    });
    const run = (lengths: number[], step: number): number[][][] =>
      context.step(
        () =>
          toArrays(
            stack.run(batch(lengths, 3), { pass: { training: true, seed: 2, step } }).output,
          ) as number[][][],
      );
    const [both, again] = [run([4, 6], 1), run([4, 6], 1)];
    expect(again).toEqual(both);
    expect(run([4], 1)[0]).toEqual(both[0]);
    expect(run([4, 6], 2)).not.toEqual(both);
  });

  it('carries state from call to call, and saves it', () => {
    const stack = recurrentStack(context, { inputSize: 3, hiddenSize: 4, cell: { cell: 'lstm' }, seed: 1 });
    const carried = carriedStack(context, stack, 2);
    const outputs = (): ArrayLike<number> =>
      context.step(() => {
        const { output, final } = stack.run(batch([2, 2], 3), { initial: carried.state });
        carried.keep(final);
        return output.data.toArray();
      });
    const first = outputs();
    const saved = carried.save();
    const second = outputs();
    expect(second).not.toEqual(first);
    carried.load(saved);
    expect(outputs()).toEqual(second);
    carried.clear();
    expect(outputs()).toEqual(first);
  });

  it('carries state while a backward sweep still reads the one before', () => {
    const stack = recurrentStack(context, { inputSize: 3, hiddenSize: 4, cell: { cell: 'lstm' }, seed: 1 });
    const carried = carriedStack(context, stack, 2);
    const slopes = (keep: 'before' | 'after'): ArrayLike<number>[] =>
      context.step(() => {
        const { output, final } = stack.run(batch([3, 3], 3), { initial: carried.state });
        if (keep === 'before') carried.keep(final);
        const found = gradients([sum(output.data)], Object.values(stack.parameters));
        const values = found.map((gradient) => gradient?.toArray() ?? []);
        if (keep === 'after') carried.keep(final);
        return values;
      });
    const after = [slopes('after'), slopes('after'), slopes('after')];
    carried.clear();
    expect([slopes('before'), slopes('before'), slopes('before')]).toEqual(after);
    expect(after[1]).not.toEqual(after[0]);
  });

  it('keeps the memory of a stretch for 10,000 steps when checkpointed', async () => {
    const used = async (checkpoint?: number): Promise<number> => {
      const own = await openContext({ backend: 'wasm', threads: 1 });
      const stack = recurrentStack(own, { inputSize: 2, hiddenSize: 32, cell: { cell: 'lstm' }, seed: 1 });
      const steps = 10_000;
      own.step(() => {
        const x = own.tensor(random(steps * 2, 1), [steps, 2]);
        const { output } = stack.run(ragged(x, Structure.of([steps])), checkpoint ? { checkpoint } : {});
        backward(sum(output.data));
      });
      expect(stack.parameters.weight_hh_l0.gradient?.toArray().every(Number.isFinite)).toBe(true);
      const { end } = own.heap;
      own.close();
      return end;
    };
    const [whole, stretches] = [await used(), await used(200)];
    expect(stretches).toBeLessThan(0.6 * whole);
  });

  it('names what does not fit', () => {
    const stack = recurrentStack(context, { inputSize: 3, hiddenSize: 4, cell: { cell: 'lstm' } });
    context.step(() => {
      expect(() => stack.run(batch([2], 5))).toThrow(/\[2, 5\].*\[N, 3\]/s);
      const wrong = [[{ h: context.zeros([3, 4]), c: context.zeros([3, 4]) }]];
      expect(() => stack.run(batch([2, 2], 3), { initial: wrong })).toThrow(
        /initial state h has shape \[3, 4\]/,
      );
    });
    expect(() => recurrentStack(context, { inputSize: 3, hiddenSize: 0, cell: { cell: 'gru' } })).toThrow(
      /hiddenSize/,
    );
  });
});

const toPackedData = (x: ReturnType<typeof batch>): Tensor => {
  const rows = x.structure.source('packed');
  const [n, features] = x.data.shape;
  const values = x.data.toArray();
  return context.tensor(
    Float32Array.from(
      { length: n * features },
      (_, k) => values[rows[Math.floor(k / features)] * features + (k % features)],
    ),
    [n, features],
  );
};
