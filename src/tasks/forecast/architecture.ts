import type { Scale } from '../../data/scale/scale.ts';
import type { CellChoice } from '../../nn/stack/cellChoice.ts';
import type { CycleName } from './calendarCycles.ts';
import type { OutputName } from './outputs/outputs.ts';

/** How the steps after the first are forecast: all at once, or each from sampled values of those before it. */
export const decoders = ['direct', 'autoregressive'] as const;

export type Decoder = (typeof decoders)[number];

export const normalisers = ['series', 'window', 'mean'] as const;

export type Normaliser = (typeof normalisers)[number];

/** A static category: the column, and what it may hold. */
export type CategoryValues = { readonly name: string; readonly values: readonly string[] };

/** What decides the shapes of a forecaster and what it reads: part of model.json. */
export type ForecastArchitecture = {
  /** Names of the columns to forecast. */
  readonly targets: readonly string[];
  /** Names of the further columns that are read. */
  readonly covariates: readonly string[];
  /** Names of the columns that are read ahead. */
  readonly known: readonly string[];
  /** The columns that say what a series is, and their values in the training. */
  readonly categories: readonly CategoryValues[];
  readonly cycles: readonly CycleName[];
  /** By target: whether it is worked on in logarithms, and whether it can be negative. */
  readonly logs: readonly boolean[];
  readonly negatives: readonly boolean[];
  /** m */
  readonly period: number;
  /** K */
  readonly horizon: number;
  /** Steps that are read before a forecast. */
  readonly context: number;
  /** L, values before a forecast that the linear part looks at; 0 for none. */
  readonly lags: number;
  /** What a forecast is measured by: the series as a whole, or its last `context` steps (`localScale`). */
  readonly scale: Normaliser;
  readonly decoder: Decoder;
  readonly output: OutputName;
  readonly cell: CellChoice['cell'];
  /** H */
  readonly hidden: number;
  readonly layers: number;
  readonly dropout: number;
};

/** Measured where training starts, then fixed. */
export type ForecastUnits = {
  /** [I] mean and deviation of each input. */
  readonly inputMeans: readonly number[];
  readonly inputDeviations: readonly number[];
  /** By column that is known ahead. */
  readonly known: readonly Scale[];
  /** [M * K] spread of the errors of the anchors, target by target, on the scale of a series; [M] with one step ahead. */
  readonly spreads: readonly number[];
  /** [M * K] how far the bounds of the central intervals move out (`conformalMargins`), where they were calibrated. */
  readonly margins?: readonly (readonly number[])[];
};
