import { type Drift, driftedFrom, type DriftNames } from '../drift.ts';
import { forecastAt } from './forecastAt.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import { observedOnly } from './frame.ts';
import type { ReadySeries } from './knownSources.ts';
import type { Origin } from './origin.ts';
import { levels } from './outputs/levels.ts';
import type { StoredForecast } from './storedForecast.ts';

const MEDIAN = levels.indexOf(0.5);

/**
 * How far errors grow apart along the steps of forecasts from the same origins: each step forecast from all that came
 * before it, and from the origin alone. Absolute errors of the medians, as shares of the mean size of what came.
 */
export function driftOf(
  network: ForecastNetwork,
  { architecture, scaling }: StoredForecast,
  { sources, scales }: ReadySeries,
  origins: readonly Origin[],
  samples: number | undefined,
): Drift {
  const { horizon, targets } = architecture;
  const forecasts = (from: readonly Origin[]): ReturnType<typeof forecastAt> =>
    forecastAt(network, sources, scales, from, architecture, scaling.units, samples);
  const far = forecasts(origins);
  const [forced, own, counts] = Array.from({ length: 3 }, () => new Array<number>(horizon).fill(0));
  const columns = sources.map(({ frame }) => frame.series.targets.map(observedOnly));
  const size = targets.map((_, target) => sizeOf(columns.map((own) => own[target])));
  for (let h = 0; h < horizon; h++) {
    const near =
      h === 0 ? far : forecasts(origins.map(({ source, origin }) => ({ source, origin: origin + h })));
    origins.forEach(({ source, origin }, k) =>
      targets.forEach((_, target) => {
        const actual = columns[source][target][origin + h];
        if (Number.isNaN(actual)) return;
        const error = (values: Float64Array, at: number): number =>
          Math.abs(values[at] - actual) / size[target];
        forced[h] += error(near[k][target].quantiles[MEDIAN], 0);
        own[h] += error(far[k][target].quantiles[MEDIAN], h);
        counts[h]++;
      }),
    );
  }
  return { forced, own, counts };
}

/** The mean size of the values that were observed. */
function sizeOf(columns: readonly ArrayLike<number>[]): number {
  let [total, count] = [0, 0];
  for (const column of columns) {
    for (let t = 0; t < column.length; t++) {
      if (Number.isNaN(column[t])) continue;
      total += Math.abs(column[t]);
      count++;
    }
  }
  return total / count || 1;
}

/** What the tables of drift are called here. */
export const driftNames: DriftNames = {
  title: 'Error of the median by step, as a share of the size of the values',
  step: 'step',
  columns: ['from the step before', 'from the origin', 'gap'],
};

/** From which step on forecasts have drifted: their errors stay more than twice those of one step ahead. */
export function driftNote(drift: Drift): string {
  const from = driftedFrom(drift, (forced, own) => own > 2 * forced);
  return from === undefined
    ? 'It has not drifted at the end: the error there is at most twice that of a forecast of one step.'
    : `It has drifted from step ${from} on: the error is more than twice that of a forecast of one step.`;
}
