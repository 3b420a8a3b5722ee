import { describe, expect, it } from 'vitest';
import { stream } from '../../../src/support/random.ts';
import type { MadeSequence } from '../../../src/tasks/memory/problems/problem.ts';
import { problems } from '../../../src/tasks/memory/problems/problems.ts';
import { problemOf } from '../../../src/tasks/memory/data.ts';

const many = (name: string, length: number, count: number): MadeSequence[] => {
  const problem = problemOf(name);
  return Array.from({ length: count }, (_, k) => problem.make(problem.fit(length), stream(7, k)));
};

/** The symbols that stand in one-hot inputs. */
const symbolsOf = ({ steps, inputs }: MadeSequence): number[] => {
  const width = inputs.length / steps;
  return Array.from({ length: steps }, (_, t) => {
    const row = Array.from(inputs.subarray(t * width, (t + 1) * width));
    expect(row.reduce((sum, value) => sum + value, 0)).toBe(1);
    return row.indexOf(1);
  });
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(problems)('$name', (problem) => {
  it.each([problem.least, 21, 60])('has as many inputs and targets as it says, at length %i', (length) => {
    for (const { steps, inputs, asked, targets } of many(problem.name, Math.max(length, problem.least), 20)) {
      expect(inputs).toHaveLength(steps * problem.inputs);
      expect(targets).toHaveLength(asked.length);
      expect(asked).toEqual([...new Set(asked)].sort((a, b) => a - b));
      if (asked.length > 0) expect(asked[asked.length - 1]).toBeLessThan(steps);
      if (problem.answer === 'number') continue;
      const { classes } = problem.answer;
      expect(targets.every((target) => target >= 0 && target < classes)).toBe(true);
    }
  });

  it('is the same for the same stream, another for another', () => {
    const make = (key: number): MadeSequence => problem.make(problem.fit(40), stream(key));
    expect(make(1)).toEqual(make(1));
    expect(make(1).inputs).not.toEqual(make(2).inputs);
  });
});

describe('what is right', () => {
  it('adding: the sum of the values at the marks, one in each half', () => {
    const errors = many('adding', 31, 4000).map(({ inputs, targets, steps }) => {
      const marks = Array.from({ length: steps }, (_, t) => t).filter((t) => inputs[2 * t + 1] === 1);
      expect(marks).toHaveLength(2);
      expect(marks[0]).toBeLessThan(15);
      expect(marks[1]).toBeGreaterThanOrEqual(15);
      expect(targets[0]).toBeCloseTo(inputs[2 * marks[0]] + inputs[2 * marks[1]], 6);
      return (1 - targets[0]) ** 2;
    });
    expect(mean(errors)).toBeCloseTo(problemOf('adding').baseline(31), 2);
  });

  it('copy: ten symbols again after the sign, blanks until then', () => {
    const length = 25;
    for (const sequence of many('copy', length, 20)) {
      const symbols = symbolsOf(sequence);
      expect(sequence.steps).toBe(length + 20);
      expect(symbols.slice(10)).toEqual([...Array(length - 1).fill(8), 9, ...Array(10).fill(8)]);
      expect(Math.max(...symbols.slice(0, 10))).toBeLessThan(8);
      expect(sequence.targets).toEqual([...Array(length + 10).fill(8), ...symbols.slice(0, 10)]);
    }
    // Published for T = 1000: Bai, Kolter & Koltun, 2018.
    expect(problemOf('copy').baseline(1000)).toBeCloseTo(0.0204, 4);
  });

  it('temporal order: which of X and Y came first and second, at the steps of the paper', () => {
    const classes = many('temporal-order', 100, 2000).map((sequence) => {
      const symbols = symbolsOf(sequence);
      const [first, second, ...more] = symbols.flatMap((symbol, t) =>
        symbol === 4 || symbol === 5 ? [t] : [],
      );
      expect(more).toEqual([]);
      expect(first >= 10 && first <= 20 && second >= 50 && second <= 60).toBe(true);
      expect(sequence.steps >= 100 && sequence.steps <= 110).toBe(true);
      expect([symbols[0], symbols[sequence.steps - 1]]).toEqual([7, 6]);
      expect(sequence.targets).toEqual([2 * (symbols[first] - 4) + symbols[second] - 4]);
      return sequence.targets[0];
    });
    for (const kind of [0, 1, 2, 3])
      expect(classes.filter((one) => one === kind).length / 2000).toBeCloseTo(0.25, 1);
  });

  it('dyck: a stack knows the answers, and all nestings are equally likely', () => {
    const shapes = new Map<string, number>();
    const answers: number[] = [];
    for (const sequence of many('dyck', 6, 5000)) {
      const open: number[] = [];
      const tops = symbolsOf(sequence).map((symbol) => {
        if (symbol < 2) open.push(symbol);
        else expect(open.pop()).toBe(symbol - 2);
        return open[open.length - 1];
      });
      expect(open).toEqual([]);
      expect(sequence.targets).toEqual(sequence.asked.map((t) => tops[t]));
      answers.push(...sequence.targets);
      const shape = symbolsOf(sequence)
        .map((symbol) => (symbol < 2 ? '(' : ')'))
        .join('');
      shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
    }
    expect(shapes.size).toBe(5); // the third Catalan number
    for (const count of shapes.values()) expect(count / 5000).toBeCloseTo(0.2, 1);
    expect(mean(answers)).toBeCloseTo(0.5, 1);
  });

  it('parity: the number of ones, odd or even', () => {
    const odd = many('parity', 33, 2000).map(({ inputs, targets }) => {
      expect(targets).toEqual([inputs.filter((one) => one === 1).length % 2]);
      expect(inputs.every((one) => Math.abs(one) === 1)).toBe(true);
      return targets[0];
    });
    expect(mean(odd)).toBeCloseTo(0.5, 1);
  });
});
