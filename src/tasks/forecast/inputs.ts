import { type CycleName, phaseOf } from './calendarCycles.ts';
import { recentMean, runningSums, SMOOTH } from './runningSums.ts';
import type { Frame } from './frame.ts';

/** What decides which numbers a network reads at each step. */
export interface InputShape {
  readonly targets: readonly string[];
  readonly covariates: readonly string[];
  readonly known: readonly string[];
  readonly cycles: readonly CycleName[];
  /** m; 1 for no season. */
  readonly period: number;
}

/** The names of the I inputs of a step, in order. */
export function inputNames({ targets, covariates, known, cycles, period }: InputShape): string[] {
  const seasonal = period > 1 ? ['change over a season', 'season known'] : [];
  return [
    ...targets.flatMap((name) =>
      ['level', 'change', ...seasonal, 'missing'].map((what) => `${name}: ${what}`),
    ),
    ...covariates.flatMap((name) => [`${name}: level`, `${name}: missing`]),
    ...known.flatMap((name) => [`${name}: now`, `${name}: missing`]),
    ...cycles.flatMap((name) => [`${name}: sine`, `${name}: cosine`]),
  ];
}

/**
 * [T * I] what the network reads of a series at each step: the past and the calendar only. A level is told against
 * its mean over the last season (12 steps at least): a series that grows would soon leave the levels that the network
 * has seen, and in a short one they would tell the date.
 */
export function inputsOf(frame: Frame, shape: InputShape): Float64Array {
  const { cycles, period } = shape;
  const { times, frequency } = frame.series;
  const width = inputNames(shape).length;
  const local = Math.max(period, SMOOTH);
  const sums = frame.targets.map(({ values }) => runningSums(values));
  const others = frame.covariates.map(({ values }) => runningSums(values));
  const inputs = new Float64Array(frame.length * width);
  for (let t = 0; t < frame.length; t++) {
    let at = t * width;
    const put = (value: number): void => {
      inputs[at++] = value;
    };
    frame.targets.forEach(({ values, observed }, target) => {
      put(values[t] - recentMean(sums[target], t, local));
      put(t > 0 ? values[t] - values[t - 1] : 0);
      if (period > 1) {
        put(t >= period ? values[t] - values[t - period] : 0);
        put(t >= period ? 1 : 0);
      }
      put(1 - observed[t]);
    });
    frame.covariates.forEach(({ values, observed }, k) => {
      put(values[t] - recentMean(others[k], t, local));
      put(1 - observed[t]);
    });
    for (const { values, observed } of frame.known) {
      put(values[t]);
      put(1 - observed[t]);
    }
    for (const cycle of cycles) {
      const angle = 2 * Math.PI * phaseOf(cycle, times[t], frequency, period);
      put(Math.sin(angle));
      put(Math.cos(angle));
    }
  }
  return inputs;
}
