import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attended } from '../../../src/nn/attention/attention.ts';
import { coverageLoss } from '../../../src/nn/attention/coverageLoss.ts';
import { QueryRows } from '../../../src/nn/attention/queryRows.ts';
import { type Reading, readSources } from '../../../src/nn/attention/readSources.ts';
import { stream } from '../../../src/support/random.ts';
import type { Context } from '../../../src/tensor/context.ts';
import { gradcheck } from '../../../src/tensor/gradcheck.ts';
import { add } from '../../../src/tensor/operations/add.ts';
import { concatenate } from '../../../src/tensor/operations/concatenate.ts';
import { gatherRows } from '../../../src/tensor/operations/gatherRows.ts';
import { multiply } from '../../../src/tensor/operations/multiply.ts';
import { square } from '../../../src/tensor/operations/square.ts';
import { sum } from '../../../src/tensor/operations/sum.ts';
import { tanh } from '../../../src/tensor/operations/tanh.ts';
import { ragged } from '../../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { backward, gradients } from '../../../src/tensor/tape.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { openContexts } from '../../support/contexts.ts';
import { attentions, numbers, queriesOf, sourcesOf, width } from './cases.ts';
import { plainReading } from './plainReading.ts';

let contexts: { name: string; context: Context }[] = [];
beforeAll(async () => {
  contexts = await openContexts();
});
afterAll(() => {
  for (const { context } of contexts) context.close();
});

const lengths = [3, 0, 5, 1];
const rows = new QueryRows(Structure.of(lengths), [2, 0, 0, 3, 1, 2, 2]);
/** Apart from whole and half numbers, where a window takes in another position. */
const centres = [0.3, 1.2, -0.7, 0.1, 0.4, 3.8, 2.3];

/** What `readSources` reads, from tensors in the order of `shapes`. */
const forms: { name: string; shapes: number[][]; make: (...inputs: Tensor[]) => Omit<Reading, 'rows'> }[] = [
  {
    name: 'dot',
    shapes: [
      [7, 4],
      [9, 4],
      [9, 3],
    ],
    make: (query, keys, values) => ({ query, keys, values }),
  },
  {
    name: 'dot, keys as values',
    shapes: [
      [7, 4],
      [9, 4],
    ],
    make: (query, keys) => ({ query, keys, values: keys }),
  },
  {
    name: 'dot, Gaussian',
    shapes: [[7, 4], [9, 4], [9, 3], [7]],
    make: (query, keys, values, drawn) => ({ query, keys, values, window: windowAt(drawn, true) }),
  },
  {
    name: 'additive',
    shapes: [[7, 4], [9, 4], [9, 3], [4]],
    make: (query, keys, values, v) => ({ query, keys, values, additive: { v } }),
  },
  {
    name: 'additive, covered, Gaussian',
    shapes: [[7, 4], [9, 4], [9, 3], [4], [rows.total], [4], [7]],
    make: (query, keys, values, v, sums, weight, drawn) => ({
      query,
      keys,
      values,
      additive: { v, coverage: { sums, weight } },
      window: windowAt(drawn, true),
    }),
  },
  {
    name: 'additive, covered, window',
    shapes: [[7, 4], [9, 4], [9, 3], [4], [rows.total], [4]],
    make: (query, keys, values, v, sums, weight) => ({
      query,
      keys,
      values,
      additive: { v, coverage: { sums, weight } },
      window: windowAt(query.context.zeros([7]), false),
    }),
  },
];

function windowAt(moved: Tensor, gaussian: boolean): NonNullable<Reading['window']> {
  return { centre: add(multiply(moved, 0.05), moved.context.tensor(centres)), reach: 2, gaussian };
}

const outputsOf = ({ context, weights }: Attended): Tensor[] => [context, weights];

describe.each(forms)('reading by $name', ({ shapes, make }) => {
  it('has the gradient of central differences', () => {
    const report = gradcheck((...inputs) => outputsOf(readSources({ ...make(...inputs), rows })), shapes, {
      seed: 3,
    });
    expect(report).toMatchObject({ passed: true });
  });

  it('is what operations give, and so are its gradients', () => {
    for (const { name, context } of contexts) {
      const tolerance = context.backend.precision === 'float64' ? 1e-12 : 4e-6;
      const [fused, plain] = [readSources, plainReading].map((read) =>
        context.step(() => {
          const inputs = shapes.map((shape, k) =>
            context.parameter(
              numbers(
                shape.reduce((a, b) => a * b),
                40 + k,
              ),
              shape,
            ),
          );
          const outputs = outputsOf(read({ ...make(...inputs), rows }));
          const seeds = outputs.map(({ shape, size }, k) => context.tensor(numbers(size, 60 + k), shape));
          const slopes = gradients(outputs, inputs, { seeds });
          return [...outputs, ...slopes].map((tensor) => Array.from(tensor?.toArray() ?? []));
        }),
      );
      fused.forEach((values, k) => {
        expect(values.length, name).toBe(plain[k].length);
        values.forEach((value, j) => expect(Math.abs(value - plain[k][j]), name).toBeLessThan(tolerance));
      });
    }
  });
});

it('refuses a second derivative', () => {
  const [{ context }] = contexts;
  const [query, keys] = [
    [7, 4],
    [9, 4],
  ].map((shape) => context.parameter(numbers(shape[0] * shape[1], 1), shape));
  const read = readSources({ query, keys, values: keys, rows }).context;
  const [slope] = gradients([sum(square(read))], [query], { retain: true });
  expect(() => gradients([sum(square(slope!))], [query])).toThrow(/second derivative/);
});

it('the coverage loss has the gradient of central differences', () => {
  const loss = (a: Tensor, c: Tensor): Tensor => coverageLoss(a, c, rows);
  expect(gradcheck(loss, [[rows.total], [rows.total]], { low: 0, high: 1 })).toMatchObject({ passed: true });
});

describe.each(attentions)('the gradients of attention: $name', ({ name: kind, querySize, make }) => {
  const readers = Structure.of([3, 2, 4, 1]);
  /** Reads step by step, or all steps at once, sources that are used before and after too. */
  function learn(context: Context, stepwise: boolean): number[][] {
    return context.step(() => {
      const attention = make(context, stream(1));
      const states = sourcesOf(context, lengths);
      const source = context.parameter(states.data.toArray(), states.data.shape);
      const memory = attention.prepare(ragged(tanh(source), states.structure));
      const numberOf = (sequence: number, time: number): number => 10 * sequence + time;
      const queries = queriesOf(context, Array.from(readers.forRows('packed', numberOf)), querySize);
      const query = context.parameter(queries.toArray(), queries.shape);
      const own = sum(square(memory.values));
      const read = stepwise
        ? Array.from({ length: readers.longest }, (_, time) => {
            const from = readers.stepOffsets[time];
            const index = Int32Array.from({ length: readers.batchSizes[time] }, (__, k) => from + k);
            return attention.attend(
              gatherRows(query, context.tensor(index, [index.length], 'int32')),
              memory,
              QueryRows.ofStep(states.structure, readers, time),
            ).context;
          })
        : [
            attention.attend(
              query,
              memory,
              QueryRows.ofAll(states.structure, { structure: readers, layout: 'packed' }),
            ).context,
          ];
      const all = concatenate(read);
      const late = sum(
        multiply(memory.values, memory.values.context.tensor(numbers(9 * width, 3), [9, width])),
      );
      const seeds = context.tensor(numbers(all.size, 2), all.shape);
      backward(add(add(sum(multiply(all, seeds)), own), late));
      const trained = [source, query, ...Object.values(attention.parameters)];
      return [all, ...trained.map(({ gradient }) => gradient)].map((tensor) =>
        Array.from(tensor?.toArray() ?? []),
      );
    });
  }

  it('are the same step by step, where they go into one sum, as for all steps at once', () => {
    for (const { name, context } of contexts) {
      const tolerance = context.backend.precision === 'float64' ? 1e-12 : 4e-6;
      const [stepwise, together] = [true, false].map((each) => learn(context, each));
      expect(stepwise[0], name).toEqual(together[0]);
      stepwise.forEach((values, k) => {
        expect(values.length, `${name} ${kind} ${k}`).toBe(together[k].length);
        values.forEach((value, j) =>
          expect(Math.abs(value - together[k][j]), `${name} ${kind} ${k}`).toBeLessThan(tolerance),
        );
      });
    }
  });
});
