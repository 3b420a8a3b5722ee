import type { Series } from '../../data/series/series.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import type { Platform } from '../../platform/platform.ts';
import { formatCount, formatQuantity } from '../../support/format.ts';
import { checkOptions } from './completeOptions.ts';
import { continueSeries } from './continueSeries.ts';
import { type ForecastData, hashedData, restoreSeries } from './forecastData.ts';
import type { ForecastOptions } from './options.ts';
import { checkColumns } from './readySeries.ts';
import { checkStored, type StoredForecast } from './storedForecast.ts';
import { trainingSpan } from './trainingSpan.ts';

/**
 * The data of a training, with notes on what is left out of it. With `from`, new rows are preceded by what that model
 * keeps of their series. Throws `bad-data` where there is too little to learn from, `bad-argument`.
 */
export async function trainingData(
  platform: Pick<Platform, 'sha256'>,
  data: Omit<ForecastData, 'sha256'>,
  options: ForecastOptions,
  from?: ModelManifest,
): Promise<ForecastData> {
  checkOptions(options);
  const before = from && checkStored(from);
  const { series, notes } = before ? joinHistory(data.series, before) : { series: data.series, notes: [] };
  const span = trainingSpan(series, options, before?.architecture, data.name);
  return hashedData(platform, { ...data, series, notes: [...data.notes, ...notes, ...span.notes] });
}

/** Each series, with what a model keeps of it before its new rows. */
function joinHistory(
  given: readonly Series[],
  { architecture, scaling, data }: StoredForecast,
): { readonly series: readonly Series[]; readonly notes: readonly string[] } {
  const history = new Map(data.history.map((one) => [one.id, one]));
  const known = new Map(scaling.series.map((one) => [one.id, one]));
  let joined = 0;
  let added = 0;
  let alone = 0;
  let isCut = false;
  const series = given.map((one) => {
    checkColumns(one, architecture);
    const kept = history.get(one.id);
    const about = known.get(one.id);
    if (!kept || !about) return one;
    if (kept.times.length === 0) {
      isCut ||= one.times[0] > about.until;
      return one;
    }
    const before = restoreSeries(kept, { ...architecture, frequency: data.frequency });
    const whole = continueSeries(before, one);
    if (!whole) alone++;
    else if (whole !== one) {
      joined++;
      added += whole.times.length - one.times.length;
      isCut ||= kept.times.length < about.steps;
    }
    return whole ?? one;
  });
  const notes: string[] = [];
  if (joined > 0) {
    const rows = given.length > 1 ? `The new rows of ${formatCount(joined)} series` : 'The new rows';
    notes.push(`${rows} are joined to ${formatQuantity(added, 'step')} that the model keeps.`);
  }
  if (alone > 0) {
    const which = `${formatCount(alone)} of ${formatCount(given.length)} series`;
    notes.push(`Learned from without what the model keeps, which they do not go on from: ${which}.`);
  }
  if (isCut) {
    notes.push(
      'The model does not keep all that it was trained on: to learn from all, give the old rows too.',
    );
  }
  return { series, notes };
}
