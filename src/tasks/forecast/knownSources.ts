import type { Scale } from '../../data/scale/scale.ts';
import { restoreSeries } from './forecastData.ts';
import { frameOf } from './frame.ts';
import { type Source, sourceOf } from './source.ts';
import type { KnownSeries, StoredForecast } from './storedForecast.ts';

/** Series ready to be forecast, with what leads back to their own units. */
export interface ReadySeries {
  readonly sources: readonly Source[];
  /** By source and target. */
  readonly scales: readonly (readonly Scale[])[];
  /** By source: what the model knows of the series, if it was trained on it. */
  readonly known: readonly (KnownSeries | undefined)[];
  /** By source: whether it is too short for a scale of its own. */
  readonly cold: readonly boolean[];
}

/** The series that a model keeps, of those that it was trained on. */
export function knownSources({ architecture, scaling, data }: StoredForecast): ReadySeries {
  const byId = new Map(scaling.series.map((known) => [known.id, known]));
  const kept = data.history.flatMap((stored) => {
    const known = byId.get(stored.id);
    return known && stored.times.length > 0
      ? [{ known, series: restoreSeries(stored, { ...architecture, frequency: data.frequency }) }]
      : [];
  });
  return {
    sources: kept.map(({ series, known }) =>
      sourceOf(frameOf(series, known, scaling.units.known), architecture, scaling.units),
    ),
    scales: kept.map(({ known }) => known.targets),
    known: kept.map(({ known }) => known),
    cold: kept.map(() => false),
  };
}
