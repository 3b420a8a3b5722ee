import type { Series } from '../../data/series/series.ts';
import { formatTime } from '../../data/time/formatTime.ts';
import { fail } from '../../support/errors.ts';
import type { ForecastArchitecture } from './architecture.ts';
import { coldScales, isCold, withFirstStep } from './coldStart.ts';
import { continueSeries } from './continueSeries.ts';
import { restoreSeries, type StoredSeries } from './forecastData.ts';
import { frameOf } from './frame.ts';
import type { ReadySeries } from './knownSources.ts';
import { scalesOf } from './scales.ts';
import { sourceOf } from './source.ts';
import type { StoredForecast } from './storedForecast.ts';

/**
 * Series made ready for a trained model. One that goes on with a series of the training keeps its scale, and is
 * preceded by what the model knows of it; another gets a scale by its own steps, or, where it has few or none, one like
 * those of the training (`coldScales`). Throws `bad-data` where columns are others than in the training.
 */
export function readySeries(stored: StoredForecast, series: readonly Series[]): ReadySeries {
  const { architecture, scaling, data } = stored;
  const known = new Map(scaling.series.map((one) => [one.id, one]));
  const history = new Map(data.history.map((one) => [one.id, one]));
  const ready = series.map((given) => {
    checkColumns(given, architecture);
    const kept = history.get(given.id);
    const about = known.get(given.id);
    const whole =
      kept &&
      about &&
      continueSeries(restoreSeries(kept, { ...architecture, frequency: data.frequency }), given);
    if (about && whole)
      return { about, cold: false, scales: about, frame: frameOf(whole, about, scaling.units.known) };
    // Rows of a series that the model knows, which do not go on from it, are a mistake; a new series may be short.
    if (given.times.length < 2 && about) refuseAlone(given, kept);
    const cold = isCold(given, architecture.period);
    const scales = cold ? coldScales(given, stored) : scalesOf(given, given.times.length, architecture.logs);
    return {
      about: undefined,
      cold,
      scales,
      frame: frameOf(withFirstStep(given), scales, scaling.units.known),
    };
  });
  return {
    sources: ready.map(({ frame }) => sourceOf(frame, architecture, scaling.units)),
    scales: ready.map(({ scales }) => scales.targets),
    known: ready.map(({ about }) => about),
    cold: ready.map(({ cold }) => cold),
  };
}

function refuseAlone({ id, times, frequency }: Series, kept: StoredSeries | undefined): never {
  const name = id === '' ? 'the series' : `series '${id}'`;
  const rows =
    times.length === 0
      ? 'has no value to forecast from'
      : `has one row only (${formatTime(times[0], frequency)})`;
  const last = kept?.times.at(-1);
  const end =
    last === undefined
      ? 'the model does not know the series'
      : `what the model knows of it ends at ${formatTime(last, frequency)}`;
  fail(
    'bad-data',
    'forecast',
    `${name} ${rows}, and ${end}`,
    'Give all rows that follow, or the series from its beginning',
  );
}

/** Throws `bad-data` unless the columns of a series are those of the training. */
export function checkColumns(
  { targets, covariates, known, categories }: Series,
  expected: Pick<ForecastArchitecture, 'targets' | 'covariates' | 'known' | 'categories'>,
): void {
  for (const [what, columns, names] of [
    ['targets', targets, expected.targets],
    ['covariates', covariates, expected.covariates],
    ['columns known ahead', known, expected.known],
    ['static categories', categories, expected.categories.map(({ name }) => name)],
  ] as const) {
    const found = columns.map(({ name }) => name);
    if (found.length === names.length && found.every((name, k) => name === names[k])) continue;
    fail(
      'bad-data',
      'forecast',
      `the ${what} are ${found.join(', ') || 'none'}, the model was trained with ${names.join(', ') || 'none'}`,
      'Give data with the columns of the training',
    );
  }
}
