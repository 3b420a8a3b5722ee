import { afterAll, describe, expect, it } from 'vitest';
import type { CellChoice } from '../../src/nn/stack/cellChoice.ts';
import { type RecurrentStack, recurrentStack, type StackState } from '../../src/nn/stack/recurrentStack.ts';
import { normal, stream } from '../../src/support/random.ts';
import type { Context } from '../../src/tensor/context.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { fromArrays } from '../../src/tensor/ragged/fromArrays.ts';
import type { Ragged } from '../../src/tensor/ragged/ragged.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { reverse } from '../../src/tensor/ragged/reverse.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import { toArrays } from '../../src/tensor/ragged/toArrays.ts';
import { toSequence } from '../../src/tensor/ragged/toSequence.ts';
import { backward } from '../../src/tensor/tape.ts';
import { openContexts } from '../support/contexts.ts';

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

const choices: CellChoice[] = [
  { cell: 'lstm' },
  { cell: 'lstm', peephole: true, projection: 5, norm: true },
  { cell: 'lstm', coupled: true, zoneout: 0.2 },
  { cell: 'gru' },
  { cell: 'gru', reset: 'before', norm: true },
  { cell: 'rnn' },
  { cell: 'rnn', activation: 'relu', norm: true },
  { cell: 'jordan', outputSize: 6 },
  { cell: 'slstm' },
  { cell: 'slstm', recurrentDropout: 0.2 },
  { cell: 'mingru' },
  { cell: 'minlstm', norm: true },
  { cell: 'lru', glu: true },
];

const FEATURES = 7;
const lengths = [5, 1, 9, 3, 0, 9, 2, 6, 4, 1, 7];

const random = (size: number, seed: number): Float32Array =>
  Float32Array.from({ length: size }, (_, unit) => normal(stream(seed), unit));

const sequences: number[][][] = lengths.map((length, k) =>
  Array.from({ length }, (_, t) => Array.from(random(FEATURES, 1000 * k + t))),
);

const stackOf = (context: Context, cell: CellChoice, bidirectional = false): RecurrentStack =>
  recurrentStack(context, { inputSize: FEATURES, hiddenSize: 19, layers: 2, bidirectional, cell, seed: 4 });

const read = (context: Context, values: number[][][]): Ragged =>
  fromArrays(context, values, { features: FEATURES });

/** The states of sequence `k` as plain numbers, by layer and direction. */
const statesOf = (state: StackState, k: number): number[][][] =>
  state.map((layer) =>
    layer.flatMap((directions) =>
      Object.values(directions).map((tensor) => {
        const size = tensor.shape[1];
        return Array.from(tensor.toArray().slice(k * size, (k + 1) * size));
      }),
    ),
  );

describe.each(opened)('laws on $name', ({ context }) => {
  describe.each(choices)('%j', (choice) => {
    it.each([false, true])(
      'a batch equals its sequences one by one, in the order given (two directions: %s)',
      (two) => {
        const stack = stackOf(context, choice, two);
        context.step(() => {
          const batch = stack.run(read(context, sequences));
          const together = toArrays(batch.output);
          expect(together.map((rows) => rows.length)).toEqual(lengths);
          sequences.forEach((sequence, k) => {
            const alone = stack.run(read(context, [sequence]));
            expect(toArrays(alone.output)[0]).toEqual(together[k]);
            expect(statesOf(alone.final, 0)).toEqual(statesOf(batch.final, k));
          });
        });
      },
    );

    it('a sequence streamed step by step gives the same bits, and so does one cut in two', () => {
      const stack = stackOf(context, choice);
      context.step(() => {
        const whole = toArrays(stack.run(read(context, [sequences[2]])).output)[0];
        let state: StackState | undefined;
        const streamed = sequences[2].map((row) => {
          const result = stack.run(read(context, [[row]]), state ? { initial: state } : {});
          state = result.final;
          return toArrays(result.output)[0][0];
        });
        expect(streamed).toEqual(whole);
        const first = stack.run(read(context, [sequences[2].slice(0, 4)]));
        const second = stack.run(read(context, [sequences[2].slice(4)]), { initial: first.final });
        expect([...toArrays(first.output)[0], ...toArrays(second.output)[0]]).toEqual(whole);
      });
    });

    it('carried state equals the unsplit run for a whole batch', () => {
      const stack = stackOf(context, choice);
      context.step(() => {
        const whole = toArrays(stack.run(read(context, sequences)).output);
        const first = stack.run(
          read(
            context,
            sequences.map((rows) => rows.slice(0, 3)),
          ),
        );
        const second = stack.run(
          read(
            context,
            sequences.map((rows) => rows.slice(3)),
          ),
          { initial: first.final },
        );
        const [head, tail] = [toArrays(first.output), toArrays(second.output)];
        expect(head.map((rows, k) => [...(rows as number[][]), ...(tail[k] as number[][])])).toEqual(whole);
      });
    });

    it('checkpointed in stretches: the same bits forward, the same gradients', () => {
      const gradientsOf = (checkpoint?: number): Record<string, ArrayLike<number>> => {
        const stack = stackOf(context, choice, true);
        const values: Record<string, ArrayLike<number>> = {};
        context.step(() => {
          const pass = { training: true, seed: 1, step: 2 };
          const result = stack.run(read(context, sequences), { pass, ...(checkpoint ? { checkpoint } : {}) });
          values.output = result.output.data.toArray();
          const weights = context.tensor(random(result.output.data.size, 9), result.output.data.shape);
          backward(sum(multiply(result.output.data, weights)));
        });
        for (const [name, { gradient }] of Object.entries(stack.parameters))
          values[name] = gradient?.toArray() ?? [];
        return values;
      };
      const plain = gradientsOf();
      const checkpointed = gradientsOf(2);
      expect(checkpointed.output).toEqual(plain.output);
      for (const [name, values] of Object.entries(plain)) {
        const largest = Math.max(1e-3, ...Array.from(values, Math.abs));
        Array.from(values).forEach((value, k) => {
          expect(Math.abs(checkpointed[name][k] - value) / largest, name).toBeLessThan(1e-5);
        });
      }
    });
  });

  it('reversed twice is what it was', () => {
    context.step(() => {
      const batch = read(context, sequences);
      expect(toArrays(reverse(reverse(batch)))).toEqual(toArrays(batch));
      expect(toArrays(reverse(batch))).toEqual(sequences.map((rows) => [...rows].reverse()));
    });
  });

  it('the gradients of untied copies of the weights, one per step, sum to the gradient of the shared weight', () => {
    const steps = 6;
    const cell = stackOf(context, { cell: 'lstm' }).cells[0][0];
    const copies = Array.from({ length: steps }, () => stackOf(context, { cell: 'lstm' }).cells[0][0]);
    const inputs = context.parameter(random(steps * 2 * FEATURES, 3), [steps * 2, FEATURES]);
    const rowsAt = (t: number): Ragged =>
      ragged(
        context.tensor(inputs.toArray().slice(t * 2 * FEATURES, (t + 1) * 2 * FEATURES), [2, FEATURES]),
        Structure.of([1, 1]),
        'packed',
      );
    const unroll = (cellAt: (t: number) => typeof cell): void => {
      context.step(() => {
        let state = { h: context.zeros([2, 19]), c: context.zeros([2, 19]) } as Record<
          string,
          ReturnType<Context['zeros']>
        >;
        let loss = context.zeros([1]);
        for (let t = 0; t < steps; t++) {
          const at = cellAt(t);
          state = { ...at.step(at.project(rowsAt(t).data), state, {}).state };
          loss = add(loss, sum(multiply(state.h, context.tensor(random(38, 60 + t), [2, 19]))));
        }
        backward(loss);
      });
    };
    unroll(() => cell);
    unroll((t) => copies[t]);
    for (const [name, { gradient }] of Object.entries(cell.parameters)) {
      const shared = gradient?.toArray() ?? [];
      const summed = new Float64Array(shared.length);
      for (const copy of copies)
        copy.parameters[name].gradient?.toArray().forEach((value, k) => (summed[k] += value));
      shared.forEach((value, k) =>
        expect(Math.abs(value - summed[k])).toBeLessThan(1e-5 * (1 + Math.abs(value))),
      );
    }
  });

  it('a loss on some steps only: the fused sweep equals autodiff of that loss', () => {
    const gradientOf = (path: 'fused' | 'plain'): ArrayLike<number>[] => {
      const stack = stackOf(context, { cell: 'gru' }, true);
      context.step(() => {
        const { output } = stack.run(read(context, sequences), { path });
        const mask = random(output.data.size, 8).map((value, k) =>
          Math.floor(k / output.data.shape[1]) % 5 === 1 ? value : 0,
        );
        backward(sum(multiply(toSequence(output).data, context.tensor(mask, output.data.shape))));
      });
      return Object.values(stack.parameters).map(({ gradient }) => gradient?.toArray() ?? []);
    };
    const [fused, plain] = [gradientOf('fused'), gradientOf('plain')];
    fused.forEach((values, p) => {
      const largest = Math.max(1e-3, ...Array.from(plain[p], Math.abs));
      Array.from(values).forEach((value, k) =>
        expect(Math.abs(value - plain[p][k]) / largest).toBeLessThan(2e-5),
      );
    });
  });
});

describe('threads', () => {
  const pairs = ['wasm', 'native'].flatMap((backend) => {
    const [one, two] = opened.filter(({ name }) => name.startsWith(backend));
    return one && two ? [{ backend, one: one.context, two: two.context }] : [];
  });

  it.each(pairs)('$backend: one and two threads give the same bits, forward and backward', ({ one, two }) => {
    for (const choice of choices) {
      const bits = (context: Context): ArrayLike<number>[] => {
        const stack = recurrentStack(context, {
          inputSize: 40,
          hiddenSize: 96,
          layers: 2,
          bidirectional: true,
          cell: choice,
          seed: 2,
        });
        const structure = Structure.of(Array.from({ length: 37 }, (_, k) => 1 + ((k * 11) % 23)));
        const x = context.parameter(random(structure.total * 40, 6), [structure.total, 40]);
        const values: ArrayLike<number>[] = [];
        context.step(() => {
          const result = stack.run(ragged(x, structure), { pass: { training: true, seed: 5, step: 1 } });
          values.push(result.output.data.toArray());
          backward(sum(multiply(result.output.data, result.output.data)));
        });
        return [
          ...values,
          ...[x, ...Object.values(stack.parameters)].map(({ gradient }) => gradient?.toArray() ?? []),
        ];
      };
      expect(bits(two)).toEqual(bits(one));
    }
  });
});
