import * as forecast from '../../tasks/forecast/index.ts';
import { intervalsOf } from '../../tasks/forecast/outputs/levels.ts';
import { progressDisplay } from '../output/progressDisplay.ts';
import type { RecipeOptions } from './recipe.ts';

/** What was forecast at one step after one origin, and what came. */
export interface Forecasted {
  readonly actual: number;
  readonly model: number;
  /** The last value before the origin. */
  readonly last: number;
}

/**
 * Trains a forecaster on all but the last steps and forecasts these from `origins` origins, one step apart: all values
 * of the steps ahead from `from` (counted from 1) on.
 */
export async function forecastRun(
  series: forecast.SeriesInput,
  settings: forecast.ForecastOptions & { readonly origins: number },
  from: number,
  { host, engine, quiet, out, seed }: RecipeOptions,
): Promise<{ readonly values: readonly Forecasted[]; readonly minutes: number }> {
  const began = host.platform.now();
  const display = progressDisplay(host, quiet);
  const forecaster = await forecast.fit(series, {
    backend: 'native',
    ...engine,
    ...settings,
    seed,
    onEvent: (event) => display.event(event),
  });
  display.end();
  await forecaster.save(out);
  const { trials } = await forecaster.evaluate({ origins: settings.origins });
  forecaster.close();
  const values = trials.flatMap(({ actual, forecasts }) => {
    const [model, last] = [forecasts[0], forecasts[forecasts.length - 1]].map(
      ({ quantiles }) => intervalsOf(quantiles).median,
    );
    return Array.from(actual.subarray(from - 1), (value, k) => ({
      actual: value,
      model: model[from - 1 + k],
      last: last[from - 1 + k],
    }));
  });
  return { values, minutes: (host.platform.now() - began) / 60_000 };
}

/** The mean squared error of the model, and of the last value. */
export function squaredErrors(values: readonly Forecasted[]): {
  readonly model: number;
  readonly last: number;
} {
  const mean = (of: (value: Forecasted) => number): number =>
    values.reduce((sum, value) => sum + (value.actual - of(value)) ** 2, 0) / values.length;
  return { model: mean(({ model }) => model), last: mean(({ last }) => last) };
}
