import type { CellChoice } from '../../nn/stack/cellChoice.ts';
import { fail } from '../../support/errors.ts';
import type { TrainingOptions } from '../task.ts';
import type { OutputName } from './outputs/output.ts';

export interface ForecastOptions extends TrainingOptions {
  /** Columns to forecast; by default the only column of numbers, or the last of several. */
  readonly target?: string | readonly string[];
  /** The column of times; found by itself when not given. */
  readonly time?: string;
  /** The column that tells many series apart. */
  readonly id?: string;
  /** Further columns to read; by default all columns of numbers. Only their past is used. */
  readonly covariates?: 'all' | 'none' | readonly string[];
  /** K, steps to forecast. Default: one season of at most 24 steps, else 12. */
  readonly horizon?: number;
  /** m, steps of a season; 1 for none. Default: from the frequency (monthly 12, quarterly 4, daily 7, ...). */
  readonly period?: number;
  /** Steps that the network reads before a forecast. */
  readonly context?: number;
  readonly output?: OutputName;
  /** Whether to work on logarithms. `auto`: where swings grow with the level. */
  readonly transform?: 'auto' | 'log' | 'none';
  /** Holds out the last steps of each series for so many rolling-origin forecasts, one step apart. Default 0. */
  readonly origins?: number;
  /** Limit on the norm of the gradient. */
  readonly clip?: number;
  readonly weightDecay?: number;
}

/** Options with all defaults filled in: plain data, stored in model.json. */
export type CompleteOptions = {
  readonly horizon: number;
  readonly period: number;
  readonly context: number;
  readonly output: OutputName;
  readonly origins: number;
  readonly cell: CellChoice['cell'];
  readonly hidden: number;
  readonly layers: number;
  readonly dropout: number;
  readonly batch: number;
  readonly lr: number;
  readonly clip: number;
  readonly weightDecay: number;
  readonly seed: number;
  readonly validFraction: number;
  readonly epochs?: number;
  readonly steps?: number;
  readonly maxMinutes?: number;
};

/** The period that the data suggest, and whether a user said so. */
export interface PeriodChoice {
  readonly period: number;
  readonly given: boolean;
}

/** Steps of training where no budget is given. */
const STEPS = 400;

const between = (low: number, value: number, high: number): number => Math.min(high, Math.max(low, value));

export function completeOptions(options: ForecastOptions, period: number): CompleteOptions {
  if (options.bidirectional) {
    fail('bad-argument', 'forecast', 'bidirectional is set', 'A forecast reads the past only: leave it out');
  }
  checkCounts(options);
  const horizon = options.horizon ?? defaultHorizon(period);
  const { epochs, steps, maxMinutes } = options;
  const unlimited = epochs === undefined && steps === undefined && maxMinutes === undefined;
  return {
    horizon,
    period,
    context: options.context ?? between(24, Math.max(2 * horizon, 2 * period), 96),
    output: options.output ?? 'student-t',
    origins: options.origins ?? 0,
    cell: options.cell ?? 'lstm',
    hidden: options.hidden ?? 32,
    layers: options.layers ?? 1,
    dropout: options.dropout ?? 0.2,
    batch: options.batch ?? 16,
    lr: options.lr ?? 0.005,
    clip: options.clip ?? 1,
    weightDecay: options.weightDecay ?? 0.01,
    seed: options.seed ?? 1,
    validFraction: options.validFraction ?? 0,
    ...(unlimited ? { steps: STEPS } : {}),
    ...(epochs === undefined ? {} : { epochs }),
    ...(steps === undefined ? {} : { steps }),
    ...(maxMinutes === undefined ? {} : { maxMinutes }),
  };
}

/** One season where that is a sensible plan, else 12 steps. */
export function defaultHorizon(period: number): number {
  return period > 1 && period <= 24 ? period : 12;
}

function checkCounts(options: ForecastOptions): void {
  const counts: [name: string, value: number | undefined, least: number][] = [
    ['horizon', options.horizon, 1],
    ['period', options.period, 1],
    ['context', options.context, 1],
    ['origins', options.origins, 0],
    ['hidden', options.hidden, 1],
    ['layers', options.layers, 1],
    ['batch', options.batch, 1],
  ];
  for (const [name, value, least] of counts) {
    if (value === undefined || (Number.isInteger(value) && value >= least)) continue;
    fail('bad-argument', 'forecast', `${name} is ${value}`, `Give a whole number of at least ${least}`);
  }
  for (const [name, value] of [['dropout', options.dropout], ['validFraction', options.validFraction]] as const) {
    if (value === undefined || (value >= 0 && value < 1)) continue;
    fail('bad-argument', 'forecast', `${name} is ${value}`, 'Give a number of at least 0 and below 1');
  }
}
