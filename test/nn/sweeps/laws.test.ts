import { afterAll, describe, expect, test } from 'vitest';
import { stream, uniform } from '../../../src/support/random.ts';
import type { Context } from '../../../src/tensor/context.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { gradients } from '../../../src/tensor/tape.ts';
import { sizeOf, type Tensor } from '../../../src/tensor/tensor.ts';
import { openContexts } from '../../support/contexts.ts';
import { inputShapes, runSweep, type SweepCase, sweepCases } from './sweepCases.ts';

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

/** Longest first, so that the caller's order is the packed order. */
const lengths = [6, 5, 5, 3, 3, 3, 2, 1, 0];
const hidden = 19;
const output = 10;

type Values = Record<string, { shape: readonly number[]; data: Float64Array }>;

const rowKinds: Readonly<Record<string, 'row' | 'sequence'>> = {
  x: 'row',
  zoneoutH: 'row',
  zoneoutC: 'row',
  h0: 'sequence',
  c0: 'sequence',
  recurrentMask: 'sequence',
};

function valuesOf(sweep: SweepCase, structure: Structure): Values {
  const { differentiable, masks } = inputShapes(sweep, { structure, hidden, output });
  const all = [
    ...Object.entries(differentiable).map(([name, shape]) => ({ name, shape, low: -0.8, high: 0.8 })),
    ...Object.entries(masks).map(([name, shape]) => ({ name, shape, low: 0, high: 1 })),
  ];
  const filled = all.map(({ name, shape, low, high }, k) => {
    const data = Float64Array.from({ length: sizeOf(shape) }, (_, j) =>
      Math.fround(low + (high - low) * uniform(stream(3, k), j)),
    );
    return [name, { shape, data }] as const;
  });
  return Object.fromEntries(filled);
}

/** The part of the values that belongs to one sequence, or to one of its steps. */
function select(values: Values, structure: Structure, sequence: number, times: readonly number[]): Values {
  const rows = times.map((time) => structure.row('packed', sequence, time));
  return Object.fromEntries(
    Object.entries(values).map(([name, { shape, data }]) => {
      const kind = rowKinds[name];
      if (!kind) return [name, { shape, data }];
      const kept = kind === 'row' ? rows : [sequence];
      const taken = kept.flatMap((row) => [...data.subarray(row * shape[1], (row + 1) * shape[1])]);
      return [name, { shape: [kept.length, shape[1]], data: Float64Array.from(taken) }];
    }),
  );
}

interface Result {
  readonly y: number[][];
  readonly final: number[][][];
  /** Gradient of x, row by row, and those of the initial states. */
  readonly dx: number[][];
  readonly dinitial: number[][][];
}

const rowsOf = (tensor: Tensor): number[][] => {
  const data = [...tensor.toArray()];
  return Array.from({ length: tensor.shape[0] }, (_, row) =>
    data.slice(row * tensor.shape[1], (row + 1) * tensor.shape[1]),
  );
};

/** Runs a sweep; with gradients of the sum of all outputs and final states. */
function run(context: Context, sweep: SweepCase, structure: Structure, values: Values): Result {
  return context.step(() => {
    const made = Object.entries(values).map(([name, { shape, data }]) => [
      name,
      ['x', 'h0', 'c0'].includes(name) ? context.parameter(data, shape) : context.tensor(data, shape),
    ]);
    const inputs: Record<string, Tensor> = Object.fromEntries(made);
    const { y, final } = runSweep(sweep, structure, inputs);
    const outputs = [y, ...final];
    const initial = inputs.c0 ? [inputs.h0, inputs.c0] : [inputs.h0];
    const [dx, ...dinitial] = gradients(outputs, [inputs.x, ...initial], {
      seeds: outputs.map((tensor) => context.full(tensor.shape, 1)),
    });
    return {
      y: rowsOf(y),
      final: final.map(rowsOf),
      dx: dx ? rowsOf(dx) : [],
      dinitial: dinitial.map((tensor) => (tensor ? rowsOf(tensor) : [])),
    };
  });
}

/** Plain, every option alone, and all together. */
const chosen = sweepCases.filter(({ options }) => options.length !== 2);

describe.each(opened)('$name', ({ context }) => {
  const structure = Structure.of(lengths);

  test.each(chosen)('$name: a sequence alone gives the bits that it gives in a batch', (sweep) => {
    const values = valuesOf(sweep, structure);
    const batch = run(context, sweep, structure, values);
    lengths.forEach((length, sequence) => {
      const times = Array.from({ length }, (_, time) => time);
      const alone = run(context, sweep, Structure.of([length]), select(values, structure, sequence, times));
      const rows = times.map((time) => structure.row('packed', sequence, time));
      expect(alone.y).toEqual(rows.map((row) => batch.y[row]));
      expect(alone.dx).toEqual(rows.map((row) => batch.dx[row]));
      expect(alone.final).toEqual(batch.final.map((state) => [state[sequence]]));
      expect(alone.dinitial).toEqual(batch.dinitial.map((state) => [state[sequence]]));
    });
  });

  test.each(chosen)('$name: streamed step by step with carried state gives the same bits', (sweep) => {
    const values = valuesOf(sweep, structure);
    const whole = run(context, sweep, structure, values);
    for (const sequence of [0, 3]) {
      const times = Array.from({ length: lengths[sequence] }, (_, time) => time);
      if (sweep.options.includes('reverse')) times.reverse();
      let state = ['h0', 'c0'].flatMap((name) => (values[name] ? [values[name].data] : []));
      state = state.map((data) =>
        data.slice(
          sequence * (data.length / lengths.length),
          (sequence + 1) * (data.length / lengths.length),
        ),
      );
      for (const time of times) {
        const step = select(values, structure, sequence, [time]);
        ['h0', 'c0'].forEach((name, k) => {
          if (step[name]) step[name] = { shape: [1, state[k].length], data: state[k] };
        });
        const { y, final } = run(context, sweep, Structure.of([1]), step);
        expect(y[0]).toEqual(whole.y[structure.row('packed', sequence, time)]);
        state = final.map(([row]) => Float64Array.from(row));
      }
      expect(state.map((row) => [...row])).toEqual(whole.final.map((rows) => rows[sequence]));
    }
  });
});
