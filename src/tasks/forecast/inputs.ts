import { type CycleName, phaseOf } from './calendarCycles.ts';
import type { ForecastArchitecture } from './architecture.ts';
import { localScales } from './localScale.ts';
import { recentMean, runningSums, SMOOTH } from './runningSums.ts';
import type { Frequency } from '../../data/time/frequency.ts';
import type { Frame, ScaledChannel } from './frame.ts';

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

/** What inputs are made of: a series, or a path that goes on from it. Steps count from the first. */
export interface InputView {
  /** Each [T] at least. */
  readonly targets: readonly ScaledChannel[];
  /** By target: [T + 1] running sums. */
  readonly sums: readonly Float64Array[];
  /** By target: [T] local scales, in which its values are told. */
  readonly local: readonly Float64Array[];
  readonly covariates: readonly ScaledChannel[];
  readonly covariateSums: readonly Float64Array[];
  readonly known: readonly ScaledChannel[];
  readonly times: Float64Array;
  readonly frequency: Frequency;
}

/**
 * Writes the I numbers that a network reads at step t: the past and the calendar only. A level is told against
 * its mean over the last season (12 steps at least): a series that grows would soon leave the levels that the network
 * has seen, and in a short one they would tell the date.
 */
export function writeInputs(
  view: InputView,
  t: number,
  { cycles, period }: InputShape,
  out: Float64Array,
  start: number,
): void {
  const { sums, covariateSums, times, frequency } = view;
  const local = Math.max(period, SMOOTH);
  let at = start;
  const put = (value: number): void => {
    out[at++] = value;
  };
  view.targets.forEach(({ values, observed }, target) => {
    const size = view.local[target][t];
    put((values[t] - recentMean(sums[target], t, local)) / size);
    put(t > 0 ? (values[t] - values[t - 1]) / size : 0);
    if (period > 1) {
      put(t >= period ? (values[t] - values[t - period]) / size : 0);
      put(t >= period ? 1 : 0);
    }
    put(1 - observed[t]);
  });
  view.covariates.forEach(({ values, observed }, k) => {
    put(values[t] - recentMean(covariateSums[k], t, local));
    put(1 - observed[t]);
  });
  for (const { values, observed } of view.known) {
    put(values[t]);
    put(1 - observed[t]);
  }
  for (const cycle of cycles) {
    const angle = 2 * Math.PI * phaseOf(cycle, times[t], frequency, period);
    put(Math.sin(angle));
    put(Math.cos(angle));
  }
}

/** [T * I] the inputs of all steps of a series. */
export function inputsOf(frame: Frame, shape: ForecastArchitecture): Float64Array {
  const { targets, covariates, known, series, length } = frame;
  const sumsOf = (channels: readonly ScaledChannel[]): Float64Array[] =>
    channels.map(({ values }) => runningSums(values));
  const { times, frequency } = series;
  const local = targets.map(({ values }, k) => localScales(values, shape, frame.scales[k]));
  const channels = {
    targets,
    covariates,
    known,
    local,
    sums: sumsOf(targets),
    covariateSums: sumsOf(covariates),
  };
  const width = inputNames(shape).length;
  const inputs = new Float64Array(length * width);
  for (let t = 0; t < length; t++) {
    writeInputs({ ...channels, times, frequency }, t, shape, inputs, t * width);
  }
  return inputs;
}
