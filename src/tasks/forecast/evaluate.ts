import { fail } from '../../support/errors.ts';
import { formatCount } from '../../support/format.ts';
import { driftTable } from '../drift.ts';
import type { Evaluation } from '../task.ts';
import { backtest, methodNames, scoreNames, scoresOf, type Trial } from './backtest.ts';
import { checkSamples } from './checkSamples.ts';
import { driftNames, driftNote, driftOf } from './drift.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import type { ReadySeries } from './knownSources.ts';
import type { StoredForecast } from './storedForecast.ts';
import { testOrigins } from './testOrigins.ts';

/** An evaluation, and the forecasts that it is about. */
export interface ForecastEvaluation extends Evaluation {
  readonly trials: readonly Trial[];
}

/** What may be asked of an evaluation. */
export interface EvaluateOptions {
  /** Forecasts of each series. */
  readonly origins?: number | undefined;
  /** Paths that an autoregressive decoder draws from each origin; default 200. */
  readonly samples?: number | undefined;
  /** How errors grow from the origin on, beside those of one step ahead. */
  readonly drift?: boolean | undefined;
}

/** Rolling-origin scores on series, beside the naive forecasts. Throws `bad-data` where all are too short. */
export function evaluate(
  network: ForecastNetwork,
  stored: StoredForecast,
  ready: ReadySeries,
  { origins: asked, samples, drift = false }: EvaluateOptions = {},
): ForecastEvaluation {
  const { architecture, scaling } = stored;
  checkSamples(architecture, samples);
  const { horizon, period, cell, hidden } = architecture;
  const { origins, notes } = testOrigins(ready, architecture, asked);
  const used = origins.flatMap((own, k) => (own.length > 0 ? [k] : []));
  if (used.length === 0) {
    const longest = Math.max(...ready.sources.map(({ frame }) => frame.length));
    fail(
      'bad-data',
      'forecast',
      `the longest series has ${longest} steps, too few to compare a forecast of ${horizon} steps with`,
      'Give more rows',
    );
  }
  const pick = <T>(list: readonly T[]): T[] => used.map((k) => list[k]);
  const trials = backtest(
    network,
    {
      sources: pick(ready.sources),
      scales: pick(ready.scales),
      known: pick(ready.known),
      cold: pick(ready.cold),
    },
    pick(origins),
    architecture,
    scaling.units,
    samples,
  );
  const scores = scoresOf(trials);
  const count = pick(origins).reduce((sum, own) => sum + own.length, 0);
  const where = used.length > 1 ? ` of ${formatCount(used.length)} series` : '';
  const season = period > 1 ? `one season (${period} steps)` : 'one step';
  const drifted = drift
    ? driftOf(
        network,
        stored,
        ready,
        origins.flatMap((own, source) => own.map((origin) => ({ source, origin }))),
        samples,
      )
    : undefined;
  return {
    title: `${formatCount(count)} forecasts${where} from rolling origins, 1 to ${horizon} steps ahead`,
    columns: [...scoreNames],
    rows: methodNames(period).map((name, k) => ({
      name: k === 0 ? `${cell} ${hidden}` : name,
      values: scores[k],
    })),
    notes: [
      ...notes,
      ...(drifted ? [driftNote(drifted)] : []),
      ...(scaling.units.margins
        ? ['The intervals are calibrated on steps that were held out to validate on (conformal).']
        : []),
      `MASE: the error of the median as a multiple of the mean change over ${season} before the first forecast; below 1 is better than that. OWA: sMAPE and MASE relative to naive 2, the last value with its season adjusted. CRPS and wQL: the error of the whole distribution, in its own units and relative to the size of the values. In 80 % and 95 %: the share of values within these intervals, in percent.`,
    ],
    ...(drifted && { tables: [driftTable(drifted, driftNames)] }),
    trials,
  };
}
