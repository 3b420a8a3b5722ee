import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, test } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { unitArithmetic } from '../../src/inspect/unroll/unitArithmetic.ts';
import { unrollSequence } from '../../src/inspect/unroll/unrollSequence.ts';
import { Context } from '../../src/tensor/context.ts';
import { linearScale, logScale } from '../../studio/run/scale.ts';
import { thin } from '../../studio/run/thin.ts';
import { edgeNorms, norms, shortNumber, thickness } from '../../studio/unrolled/edges.ts';
import { equationsOf } from '../../studio/unrolled/equations.ts';
import { answeredAt, isReached, lastMoment, momentAt } from '../../studio/unrolled/moments.ts';
import { fullSlots, slotsAt, slotSize, stripsOf } from '../../studio/unrolled/strips.ts';
import { fixtureSubject } from '../inspect/fixtureSubject.ts';

const context = new Context(referenceBackend('float64'));
afterAll(() => context.close());

const cells = ['lstm-2', 'gru', 'rnn'];
const laidOut = (name: string, answer?: number) =>
  unrollSequence(fixtureSubject(context, name), answer === undefined ? {} : { answer });

/** What a line of an equation comes to, computed as one would by hand. */
function byHand(numbers: string): number {
  const written = numbers.split(' = ')[0].replaceAll('−', '-').replaceAll('·', '*');
  const script = written.replaceAll('σ(', 'sigmoid(').replaceAll('- -', '+ ');
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  return Number(runInNewContext(script, { sigmoid, tanh: Math.tanh }));
}

describe.each(cells)('%s', (name) => {
  test('the numbers in its equations give what they say, and that is what the network computed', () => {
    const [recurrence] = laidOut(name).recurrences;
    const units = recurrence.values.h.width;
    for (const time of [0, 2])
      for (let unit = 0; unit < units; unit++) {
        const equations = equationsOf(recurrence.cell, unitArithmetic(recurrence, time, unit));
        expect(equations.map((one) => one.name).sort()).toEqual(
          stripsOf(recurrence)
            .map((one) => one.name)
            .sort(),
        );
        for (const { name, numbers, value } of equations) {
          const said = Number(value.replace('−', '-'));
          expect(Math.abs(byHand(numbers) - said)).toBeLessThan(5e-4);
          expect(said).toBeCloseTo(recurrence.values[name].data[time * units + unit], 3);
        }
      }
  });

  test('slots are as long as values are large, gates from the left and other values from the middle', () => {
    const [recurrence] = laidOut(name).recurrences;
    const full = fullSlots(recurrence);
    const { width } = slotSize(recurrence);
    const { plus, minus } = slotsAt(recurrence, 1, full);
    const strip = stripsOf(recurrence).findIndex((one) => one.name === 'h');
    const middle = (strip + 0.5) * width;
    const H = recurrence.values.h.width;
    const own = recurrence.values.h.data.subarray(H, 2 * H);
    const slots = [...`${plus}${minus}`.matchAll(/M([\d.]+) [\d.]+h([\d.]+)/g)].map(([, left, length]) =>
      [left, length].map(Number),
    );
    for (const value of own) {
      const length = Math.max(0.6, (Math.abs(value / full.h) * (width - 2)) / 2);
      const left = value < 0 ? middle - length : middle;
      expect(slots.some(([x, long]) => Math.abs(x - left) < 0.11 && Math.abs(long - length) < 0.06)).toBe(
        true,
      );
    }
  });
});

test('first all steps are read, then the gradient goes back from the answer', () => {
  const sequence = laidOut('lstm-2', 2);
  const T = sequence.texts.length;
  expect(answeredAt(sequence)).toBe(2);
  expect(lastMoment(sequence)).toBe(T + 3);
  expect(momentAt(sequence, 1)).toEqual({ read: 1, back: 0 });
  expect(momentAt(sequence, T + 2)).toEqual({ read: T, back: 2 });
  const reached = (at: number): number[] =>
    sequence.texts.flatMap((_, time) => (isReached(sequence, momentAt(sequence, at), time) ? [time] : []));
  expect([T, T + 1, T + 2, T + 3].map(reached)).toEqual([[], [2], [1, 2], [0, 1, 2]]);
});

test('edges are as thick as the gradient is large, by powers of ten', () => {
  expect(norms({ width: 2, data: Float32Array.of(3, 4, 0, 0) })).toEqual([5, 0]);
  expect(thickness(5, 5)).toBe(11);
  expect(thickness(0.5, 5)).toBeCloseTo(8.5, 12);
  expect(thickness(1e-9, 5)).toBe(1);
  expect(thickness(0, 0)).toBe(1);
  const [lower] = laidOut('lstm-2', 1).recurrences;
  const { states, input } = edgeNorms(lower);
  expect(states.h[1]).toBeGreaterThan(0);
  expect(input[0]).toBeGreaterThan(0);
  // Nothing flows back to where the answer was not given yet.
  expect([...states.h.slice(2), ...states.c.slice(2), ...input.slice(2)].every((norm) => norm === 0)).toBe(
    true,
  );
});

test('numbers are short', () => {
  expect([0, 12.3, 1.25, 0.0123, 0.000456].map(shortNumber)).toEqual(['0', '12', '1.3', '0.012', '5e−4']);
});

test('scales mark round numbers', () => {
  const even = linearScale(0, 10, 100, 200);
  expect([even(0), even(5), even(10)]).toEqual([100, 150, 200]);
  expect(even.ticks).toEqual([0, 5, 10]);
  const powers = logScale(0.01, 1, 200, 0);
  expect(powers(0.1)).toBeCloseTo(100, 9);
  expect(powers.ticks).toEqual(expect.arrayContaining([0.01]));
  expect(powers.ticks.length).toBeLessThan(6);
});

test('a long line is thinned to means', () => {
  const line = Array.from({ length: 1000 }, (_, x) => ({ x, y: 2 * x }));
  const few = thin(line, 10);
  expect(few).toHaveLength(10);
  expect(few[0]).toEqual({ x: 49.5, y: 99 });
  expect(thin(line.slice(0, 5), 10)).toEqual(line.slice(0, 5));
});
