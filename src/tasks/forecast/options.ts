import type { TrainingOptions } from '../task.ts';
import type { Decoder, Normaliser } from './architecture.ts';
import type { OutputName } from './outputs/outputs.ts';

export interface ForecastOptions extends TrainingOptions {
  /** Columns to forecast; by default the only column of numbers, or the last of several. */
  readonly target?: string | readonly string[];
  /** The column of times; found by itself when not given. */
  readonly time?: string;
  /** The column that tells many series apart. */
  readonly id?: string;
  /** Further columns to read; by default all columns of numbers. Only their past is used. */
  readonly covariates?: 'all' | 'none' | readonly string[];
  /** Columns that are known ahead, also beyond the last target: what was planned, or the calendar tells. */
  readonly known?: readonly string[];
  /** Columns of text that say what a series is, the same in all its rows; each value gets a vector. */
  readonly static?: readonly string[];
  /** K, steps to forecast. Default: one season of at most 24 steps, else 12. */
  readonly horizon?: number;
  /** m, steps of a season; 1 for none. Default: from the frequency (monthly 12, quarterly 4, daily 7, ...). */
  readonly period?: number;
  /** Steps that the network reads before a forecast. */
  readonly context?: number;
  /** Values before a forecast that a linear part looks at (the autoregressive part of LSTNet). Default 0: none. */
  readonly lags?: number;
  /** What values are measured by: the whole series, or the deviation or the mean of its last `context` steps. */
  readonly scale?: Normaliser;
  /** All K steps at once, or one after another from sampled values (DeepAR). Default direct. */
  readonly decoder?: Decoder;
  readonly output?: OutputName;
  /** Calibrates the intervals on the steps that are held out to validate on (split conformal prediction). */
  readonly conformal?: boolean;
  /** Whether to work on logarithms. `auto`: where swings grow with the level. */
  readonly transform?: 'auto' | 'log' | 'none';
  /**
   * Holds out the last steps of each series for so many rolling-origin forecasts, one step apart. Default 12, fewer
   * where the series are short; 0 learns from all.
   */
  readonly origins?: number;
  /** Limit on the norm of the gradient. */
  readonly clip?: number;
  readonly weightDecay?: number;
}
