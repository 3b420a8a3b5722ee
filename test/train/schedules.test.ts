import { describe, expect, it } from 'vitest';
import { constant } from '../../src/train/schedules/constant.ts';
import { cosine } from '../../src/train/schedules/cosine.ts';
import { exponential } from '../../src/train/schedules/exponential.ts';
import { linear } from '../../src/train/schedules/linear.ts';
import { plateau } from '../../src/train/schedules/plateau.ts';
import { byStep, type Schedule } from '../../src/train/schedules/schedule.ts';
import { stepped } from '../../src/train/schedules/stepped.ts';
import { warmUp } from '../../src/train/schedules/warmUp.ts';

function rates({ rate, start }: Schedule, ...steps: number[]): number[] {
  return steps.map((step) => Number(rate(step, start).toFixed(12)));
}

describe('schedules of the step', () => {
  it('constant', () => expect(rates(constant(0.3), 0, 1000)).toEqual([0.3, 0.3]));
  it('stepped', () => {
    expect(rates(stepped({ rate: 1, every: 10 }), 0, 9, 10, 19, 20)).toEqual([1, 1, 0.1, 0.1, 0.01]);
    expect(rates(stepped({ rate: 4, every: 1, factor: 0.5 }), 0, 1, 2)).toEqual([4, 2, 1]);
  });
  it('exponential', () => {
    expect(rates(exponential({ rate: 8, factor: 0.5 }), 0, 1, 3)).toEqual([8, 4, 1]);
    expect(rates(exponential({ rate: 8, factor: 0.25, every: 10 }), 5, 10)).toEqual([4, 2]);
  });
  it('cosine', () => {
    expect(rates(cosine({ rate: 1, steps: 100, final: 0.2 }), 0, 50, 100, 200)).toEqual([1, 0.6, 0.2, 0.2]);
    expect(rates(cosine({ rate: 1, steps: 3 }), 1)).toEqual([0.75]);
  });
  it('linear', () =>
    expect(rates(linear({ rate: 1, steps: 4, final: 0.2 }), 0, 1, 4, 9)).toEqual([1, 0.8, 0.2, 0.2]));
  it('warm-up, then any', () => {
    const schedule = warmUp(4, linear({ rate: 0.8, steps: 8 }));
    expect(rates(schedule, 0, 1, 3, 4, 8, 12)).toEqual([0.2, 0.4, 0.8, 0.8, 0.4, 0]);
  });
  it("a user's own", () =>
    expect(
      rates(
        byStep((step) => 1 / (1 + step)),
        0,
        3,
      ),
    ).toEqual([1, 0.25]));
});

describe('plateau', () => {
  function observed(schedule: Schedule, losses: number[]): number[] {
    let state = schedule.start;
    return losses.map((loss) => {
      state = JSON.parse(JSON.stringify(schedule.observe(state, loss)));
      return schedule.rate(0, state);
    });
  }

  it('waits for more than its patience, then again', () => {
    const schedule = plateau({ rate: 1, factor: 0.5, patience: 1 });
    const losses = [5, 4, 4, 3, 3, 3, 2.9999, 3, 2, 2, 2];
    expect(observed(schedule, losses)).toEqual([1, 1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125]);
  });

  it('stops at the least rate', () => {
    const schedule = plateau({ rate: 1, factor: 0.1, patience: 0, least: 0.05 });
    expect(observed(schedule, [1, 1, 1, 1])).toEqual([1, 0.1, 0.05, 0.05]);
  });

  it('takes what is not a number for no improvement, and negative losses', () => {
    const schedule = plateau({ rate: 1, factor: 0.5, patience: 0 });
    expect(observed(schedule, [Number.NaN, -1, -2, -2])).toEqual([0.5, 0.5, 0.5, 0.25]);
  });

  it('works after a warm-up', () => {
    const schedule = warmUp(2, plateau({ rate: 1, factor: 0.5, patience: 0 }));
    expect(schedule.rate(0, schedule.start)).toBe(0.5);
    expect(observed({ ...schedule, rate: (_, state) => schedule.rate(9, state) }, [1, 1])).toEqual([1, 0.5]);
  });
});

it('names the setting that is not allowed', () => {
  expect(() => constant(-1)).toThrow('constant: rate is -1');
  expect(() => cosine({ rate: 1, steps: 0 })).toThrow(
    'cosine: steps is 0. Give a whole number of at least 1',
  );
  expect(() => plateau({ rate: 1, factor: 1 })).toThrow('plateau: factor is 1');
});
