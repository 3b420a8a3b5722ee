import type { Series } from '../../data/series/series.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ForecastArchitecture } from './architecture.ts';
import type { Json } from '../../support/json.ts';

/** The columns that the data came from, so that new files are read the same way. `wide`: a row per series. */
export type SourceColumns = { readonly time?: string; readonly id?: string; readonly wide: boolean };

/** Series to learn from, or to forecast. */
export interface ForecastData {
  readonly name: string;
  readonly series: readonly Series[];
  /** Series to validate on while training, if given. */
  readonly valid?: readonly Series[];
  readonly sha256: string;
  readonly columns: SourceColumns;
  readonly notes: readonly string[];
}

/** A series as JSON: what is not observed is null. */
export type StoredSeries = {
  readonly id: string;
  readonly times: readonly number[];
  readonly targets: readonly (readonly (number | null)[])[];
  readonly covariates: readonly (readonly (number | null)[])[];
  /** What is known ahead, also at the times of `future`. */
  readonly known?: readonly (readonly (number | null)[])[];
  readonly future?: readonly number[];
  readonly categories?: readonly string[];
};

/** The last `most` steps of a series. */
export function storeSeries(series: Series, most = series.times.length): StoredSeries {
  const { id, times, targets, covariates, known, future, categories } = series;
  const from = Math.max(0, times.length - most);
  const column = ({ values, observed }: Series['targets'][number]): (number | null)[] =>
    Array.from(values.subarray(from), (value, t) => (observed[from + t] === 1 ? value : null));
  return {
    id,
    times: Array.from(times.subarray(from)),
    targets: targets.map(column),
    covariates: covariates.map(column),
    ...(known.length > 0 && { known: known.map(column), future: Array.from(future) }),
    ...(categories.length > 0 && { categories: categories.map(({ value }) => value) }),
  };
}

/** The series that was stored. */
export function restoreSeries(
  { id, times, targets, covariates, known = [], future = [], categories = [] }: StoredSeries,
  about: Pick<ForecastArchitecture, 'targets' | 'covariates' | 'known' | 'categories'> & {
    readonly frequency: Series['frequency'];
  },
): Series {
  const channel = (values: readonly (number | null)[], name: string): Series['targets'][number] => ({
    name,
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
    observed: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
  });
  return {
    id,
    times: Float64Array.from(times),
    frequency: about.frequency,
    targets: targets.map((values, k) => channel(values, about.targets[k])),
    covariates: covariates.map((values, k) => channel(values, about.covariates[k])),
    known: known.map((values, k) => channel(values, about.known[k])),
    future: Float64Array.from(future),
    categories: categories.map((value, k) => ({ name: about.categories[k].name, value })),
    lines: new Int32Array(times.length),
    gaps: [],
    filled: 0,
    missing: targets.reduce((sum, values) => sum + values.filter((value) => value === null).length, 0),
  };
}

/** Series with their hash. */
export async function hashedData(
  { sha256 }: Pick<Platform, 'sha256'>,
  data: Omit<ForecastData, 'sha256'>,
): Promise<ForecastData> {
  const text = canonicalText(data.series, data.valid);
  return { ...data, sha256: await sha256(new TextEncoder().encode(text)) };
}

/** What decides the numbers of a training, in one text, to be hashed. */
function canonicalText(series: readonly Series[], valid: readonly Series[] = []): string {
  const all: Json = [series, valid].map((list) =>
    list.map((one) => ({
      ...storeSeries(one),
      names: [one.targets, one.covariates, one.known, one.categories]
        .filter((columns, k) => k < 2 || columns.length > 0)
        .map((columns) => columns.map(({ name }) => name)),
      frequency: { ...one.frequency },
    })),
  );
  return JSON.stringify(all);
}
