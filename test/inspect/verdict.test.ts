import { afterAll, describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { gradientThroughTime } from '../../src/inspect/gradient/gradientThroughTime.ts';
import { pickAnswers } from '../../src/inspect/gradient/pickAnswers.ts';
import { verdictOf } from '../../src/inspect/gradient/verdict.ts';
import type { Subject } from '../../src/inspect/subject.ts';
import { memory } from '../../src/index.ts';
import { recurrence } from '../../src/nn/recurrence/recurrence.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { fromTyped } from '../../src/tensor/ragged/fromTyped.ts';
import { lastStep } from '../../src/tensor/ragged/lastStep.ts';
import { Context } from '../../src/tensor/context.ts';
import { minimalCell } from '../nn/minimalCell.ts';
import { leakySubject } from './leakySubject.ts';

const context = new Context(referenceBackend('float64'));
afterAll(() => context.close());

/** The first lag at which a^lag is below 1 %. */
const forgets = (a: number): number => Math.floor(Math.log(0.01) / Math.log(a)) + 1;

describe('a leaky integrator, h = a h + x', () => {
  it('remembers as long as its factor says, unit by unit', () => {
    const factors = [0.2, 0.5, 0.8, 0.9, 0.99];
    const { states } = gradientThroughTime(leakySubject(context, factors, 60));
    expect(states).toHaveLength(1);
    const [{ unitMemory, mean, shares, memory: found }] = states;
    expect(unitMemory).toEqual([forgets(0.2), forgets(0.5), forgets(0.8), forgets(0.9), null]);
    expect(unitMemory.slice(0, 4)).toEqual([3, 7, 21, 44]);
    expect(found).toBeNull();
    const norm = (lag: number): number => Math.hypot(...factors.map((a) => a ** lag));
    mean.forEach((value, lag) => expect(value).toBeCloseTo(norm(lag), 12));
    expect(shares[59]).toBeCloseTo(norm(59) / Math.sqrt(5), 12);
  });

  it.each<[number, 'vanishing' | 'exploding' | 'healthy', number | null]>([
    [0.8, 'vanishing', 21],
    [0.9, 'healthy', 44],
    [0.999, 'healthy', null],
    [1.02, 'healthy', null],
    [1.1, 'exploding', null],
  ])('with a factor of %d it is %s', (factor, finding, lag) => {
    const found = gradientThroughTime(leakySubject(context, [factor], 60));
    expect(verdictOf(found)).toMatchObject({ finding, memory: lag, reach: 59 });
    expect(found.states[0].exploding).toBe(finding === 'exploding' ? 1 : 0);
  });
});

it('a cell of ones own is followed too', () => {
  const cell = minimalCell(context, 1, 3);
  const subject: Subject = {
    context,
    parameters: cell.parameters,
    batches: [
      {
        lengths: [6],
        textAt: () => '',
        run() {
          const x = fromTyped(context, Float64Array.from([1, 2, 3, 4, 5, 6]), [6], [1]);
          const scores = sum(lastStep(recurrence(cell, x).output), 1);
          return { losses: scores, scores, sequences: [0], times: [-1] };
        },
      },
    ],
  };
  const [{ name, mean }] = gradientThroughTime(subject).states;
  expect(name).toBe('minimal, layer 1');
  expect(mean[0]).toBeCloseTo(Math.sqrt(3), 12);
  expect(mean).toHaveLength(6);
  expect(mean[5]).toBeGreaterThan(0);
});

it('answers of a sequence are followed one at a time, from the last back', () => {
  const sequences = [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2];
  expect(pickAnswers({ sequences }, 4)).toEqual([[7, 8, 10], [5], [3, 9], [1]]);
  expect(pickAnswers({ sequences: [] }, 4)).toEqual([]);
});

it('remedies name only options that the training takes', () => {
  const found = gradientThroughTime(leakySubject(context, [0.5], 60));
  const options = (allows: (name: string) => boolean): unknown[] =>
    verdictOf(found, allows).remedies.map((remedy) => remedy.options);
  expect(options(() => true)[0]).toEqual({ cell: 'lstm', chrono: 60 });
  expect(options((name) => name !== 'chrono')).toEqual([{ cell: 'lstm' }, { cell: 'gru' }]);
  expect(options(() => false)).toEqual([]);
});

it('what a tanh network cannot add up over 50 steps is learned with the first remedy', async () => {
  const length = 50;
  const options = { length, hidden: 32, steps: 900, lr: 0.01 };
  const engine = { backend: 'wasm', threads: 1 } as const;
  const failed = await memory.fit('adding', { cell: 'rnn', ...options, ...engine });
  const lossOf = (network: memory.MemoryNetwork): number[] => {
    const { columns, rows } = network.evaluate();
    return rows.map(({ values }) => values[columns.indexOf(`at ${length}`)]);
  };
  const [without, baseline] = lossOf(failed);
  expect(without).toBeGreaterThan(0.8 * baseline);
  const before = gradientThroughTime(failed.subject());
  const verdict = verdictOf(before);
  expect(verdict.finding).toBe('vanishing');
  expect(verdict.memory).toBeLessThan(20);
  failed.close();

  const [remedy] = verdict.remedies;
  const solved = await memory.fit('adding', { ...options, ...remedy.options, ...engine });
  expect(lossOf(solved)[0]).toBeLessThan(baseline / 10);
  expect(verdictOf(gradientThroughTime(solved.subject())).finding).toBe('healthy');
  solved.close();
}, 60_000);
