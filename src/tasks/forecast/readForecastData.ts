import { readText } from '../../data/file/readText.ts';
import { readSeries } from '../../data/series/readSeries.ts';
import type { ReadSeries, ReadSeriesOptions } from '../../data/series/readSeriesOptions.ts';
import type { Series } from '../../data/series/series.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { type ForecastData, hashedData, type SourceColumns } from './forecastData.ts';
import type { ForecastOptions } from './options.ts';
import { checkStored } from './storedForecast.ts';
import { trainingData } from './trainingData.ts';

type Reader = Pick<Platform, 'files' | 'gunzip' | 'sha256'>;

/**
 * Reads CSV files of series; of several files, each holds series of its own, called by the file's name. For a trained
 * model, and for a training that starts from one (`from`), the columns are those of its training. Throws `file-missing`, `bad-data`, `bad-argument`.
 */
export async function readForecastData(
  platform: Reader,
  paths: readonly string[],
  options: ForecastOptions,
  model?: ModelManifest,
  from?: ModelManifest,
): Promise<ForecastData> {
  const columns = columnsOf(options, model ?? from);
  const { baseName } = platform.files;
  const series: Series[] = [];
  const notes: string[] = [];
  const found: ReadSeries[] = [];
  for (const path of paths) {
    const read = readSeries(await readText(platform, path), path, columns);
    const prefix = paths.length > 1 ? baseName(path).replace(/\.csv(\.gz)?$/i, '') : '';
    series.push(
      ...read.series.map((one) => ({ ...one, id: [prefix, one.id].filter((part) => part !== '').join('/') })),
    );
    found.push(read);
    notes.push(...read.notes.map((note) => (paths.length > 1 ? `${baseName(path)}: ${note}` : note)));
  }
  refuseMixture(series);
  const { validFile } = options;
  const valid =
    validFile === undefined
      ? undefined
      : readSeries(await readText(platform, validFile), validFile, columns).series;
  const data = {
    name: paths.map((path) => baseName(path)).join(', '),
    series,
    notes,
    columns: sourceColumns(found),
    ...(valid ? { valid } : {}),
  };
  return model ? hashedData(platform, data) : trainingData(platform, data, options, from);
}

/** Where the columns of all files have the same names, these. */
export function sourceColumns(found: readonly ReadSeries[]): SourceColumns {
  const [{ columns }] = found;
  const common = Object.entries(columns).filter(([role, name]) =>
    found.every((read) => read.columns[role as keyof ReadSeries['columns']] === name),
  );
  return { wide: found.some(({ layout }) => layout === 'wide'), ...Object.fromEntries(common) };
}

/**
 * How columns are found: as a model's data were, or as the options say; other columns of numbers are read too.
 * Gaps are not interpolated, which would look ahead.
 */
export function columnsOf(options: ForecastOptions, model?: ModelManifest): ReadSeriesOptions {
  // What is fed back goes without columns whose future is not known.
  const { target, time, id, covariates = options.decoder === 'autoregressive' ? 'none' : 'all' } = options;
  if (model === undefined) {
    const given = Object.entries({ target, time, id }).filter(([, value]) => value !== undefined);
    const { known = [], static: categories = [] } = options;
    return { ...Object.fromEntries(given), covariates: listOf(covariates), known, categories, fillLimit: 0 };
  }
  const { architecture, data } = checkStored(model);
  const { targets, covariates: read, known } = architecture;
  const categories = architecture.categories.map(({ name: column }) => column);
  const { wide, ...found } = data.columns;
  const given = Object.entries({ time, id }).filter(([, value]) => value !== undefined);
  return {
    fillLimit: 0,
    frequency: data.frequency,
    ...(wide
      ? { layout: 'wide' }
      : { target: targets, covariates: read.length > 0 ? read : 'none', known, categories, future: true }),
    ...found,
    ...Object.fromEntries(given),
  };
}

/** A command line gives `all` and `none` as lists of one. */
function listOf(covariates: 'all' | 'none' | readonly string[]): 'all' | 'none' | readonly string[] {
  if (typeof covariates === 'string' || covariates.length !== 1) return covariates;
  const [only] = covariates;
  return only === 'all' || only === 'none' ? only : covariates;
}

function refuseMixture(series: readonly Series[]): void {
  const [first] = series;
  const names = ({ targets, covariates, known }: Series): string =>
    [targets, covariates, ...(known.length > 0 ? [known] : [])]
      .map((channels) => channels.map(({ name }) => name).join(', '))
      .join(' with ');
  const frequencyOf = ({ frequency: { unit, every } }: Series): string => `${unit} ${every}`;
  for (const other of series) {
    if (names(other) !== names(first)) {
      const what = `series '${first.id}' has the columns ${names(first)}, '${other.id}' ${names(other)}`;
      fail('bad-data', 'forecast', what, 'Give files with the same columns, or train a model for each');
    }
    if (frequencyOf(other) !== frequencyOf(first)) {
      const what = `series '${first.id}' has a step each ${frequencyOf(first)}, '${other.id}' each ${frequencyOf(other)}`;
      fail('bad-data', 'forecast', what, 'Give series of one frequency, or train a model for each');
    }
  }
}
