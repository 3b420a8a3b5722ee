import type { Series } from '../../data/series/series.ts';
import { seasonalPeriod } from '../../data/time/frequency.ts';
import { formatCount, formatList } from '../../support/format.ts';
import { fail } from '../../support/errors.ts';
import type { ForecastOptions } from './options.ts';

/** What of the data is learned from. */
export interface TrainingSpan {
  readonly period: number;
  readonly horizon: number;
  /** Rolling-origin forecasts of each series that are held out. */
  readonly origins: number;
  /** By series: steps that may be looked at; 0 for a series that is too short to learn from. */
  readonly steps: readonly number[];
  readonly notes: readonly string[];
}

/** Forecasts that are held out unless the user says otherwise, and the share of the steps that they may take. */
const ORIGINS = 12;
const HELD = 0.25;

/**
 * Decides season, horizon and what is held out. From a series of T steps, the last K + N - 1 are held out for N
 * forecasts of K steps, one step apart: nothing at or after the first of them is looked at, neither for scales nor for
 * weights. `where` names the data in errors. Throws `bad-data` where there is too little to
 * learn from.
 */
export function trainingSpan(
  series: readonly Series[],
  options: ForecastOptions,
  fixed: { readonly period: number; readonly horizon: number } | undefined,
  where: string,
): TrainingSpan {
  const given = fixed?.period ?? options.period;
  const period = given ?? seasonalPeriod(series[0].frequency);
  const span = spanOf(series, { ...options, horizon: fixed?.horizon ?? options.horizon }, period);
  if (span.steps.some((steps) => steps > 0)) return span;
  if (given === undefined && period > 1) {
    const plain = spanOf(series, { ...options, horizon: fixed?.horizon ?? options.horizon }, 1);
    if (plain.steps.some((steps) => steps > 0)) {
      const short = `There are too few steps for a season of ${period}: the model has none.`;
      return { ...plain, notes: [short, ...plain.notes] };
    }
  }
  return refuse(series, span, given !== undefined || period > 1, where);
}

/** One season where that is a sensible plan, else 12 steps. */
function defaultHorizon(period: number): number {
  return period > 1 && period <= 24 ? period : 12;
}

/** Steps that a series needs: a season to compare with, a horizon to learn, and one step to learn from. */
export const leastSteps = (period: number, horizon: number): number =>
  (period > 1 ? period : 1) + horizon + 1;

/** Rolling-origin forecasts that can be held out of a series, at most; below 1 for none. */
export const mostOrigins = (steps: number, period: number, horizon: number): number =>
  steps - horizon + 1 - leastSteps(period, horizon);

function spanOf(series: readonly Series[], options: ForecastOptions, period: number): TrainingSpan {
  const horizon = options.horizon ?? defaultHorizon(period);
  const lengths = series.map(({ times }) => times.length);
  const longest = Math.max(...lengths);
  const needed = leastSteps(period, horizon);
  const room = Math.min(Math.floor(longest * HELD), longest - 2 * needed) - horizon + 1;
  const origins = options.origins ?? Math.max(0, Math.min(ORIGINS, room));
  const held = origins === 0 ? 0 : horizon + origins - 1;
  // A series that is too short to be tested is learned from as a whole.
  const steps = lengths.map((length, k) => {
    const kept = length - held >= needed || options.origins !== undefined ? length - held : length;
    return kept >= needed && hasValues(series[k], kept) ? kept : 0;
  });
  const unused = steps.filter((kept) => kept === 0).length;
  return {
    period,
    horizon,
    origins,
    steps,
    notes:
      unused === 0
        ? []
        : [`${formatCount(unused)} of ${formatCount(series.length)} series are too short to learn from.`],
  };
}

const hasValues = ({ targets }: Series, steps: number): boolean =>
  targets.some(({ observed }) => observed.subarray(0, steps).includes(1));

function refuse(
  series: readonly Series[],
  { period, horizon, origins }: TrainingSpan,
  seasonal: boolean,
  where: string,
): never {
  const longest = Math.max(...series.map(({ times }) => times.length));
  if (!series.some((one) => hasValues(one, one.times.length))) {
    const names = series[0].targets.map(({ name }) => `'${name}'`);
    fail('bad-data', where, `${formatList(names, 'and')} has no value at all`, 'Give rows with values');
  }
  const taken = horizon + origins - 1;
  const hold = taken < longest ? 'of which' : 'but';
  const held = origins === 0 ? '' : `, ${hold} ${taken} are held out for ${origins} origins`;
  const what = `the longest series has ${formatCount(longest)} steps${held}`;
  if (horizon >= longest) {
    fail(
      'bad-data',
      where,
      `the horizon is ${horizon} steps, but ${what}`,
      'Give a shorter horizon or more rows',
    );
  }
  const most = mostOrigins(longest, period, horizon);
  const season = seasonal && period > 1 ? ` with a season of ${period}` : '';
  fail(
    'bad-data',
    where,
    `a horizon of ${horizon}${season} needs ${leastSteps(period, horizon)} steps to learn from, but ${what}`,
    `Give ${formatList(
      [
        ...(origins > 0 && most > 0 ? [`--origins ${most} at most`] : []),
        'more rows',
        'a shorter horizon',
        ...(season === '' ? [] : ['--period 1 for no season']),
      ],
      'or',
    )}`,
  );
}
