import { platform } from '#platform';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { type FitOptions, fitTask, splitOptions } from '../fitTask.ts';
import type { Engine } from '../task.ts';
import { fit as fitHere } from './fit.ts';
import { type Forecaster, openForecaster } from './forecaster.ts';
import type { ForecastOptions } from './options.ts';
import { columnsOf, sourceColumns } from './readForecastData.ts';
import { type SeriesInput, toSeries } from './toSeries.ts';
import { trainingData } from './trainingData.ts';

export type { Anomaly } from './anomalies.ts';
export type { ForecastEvaluation } from './evaluate.ts';
export type { Forecast } from './forecastFuture.ts';
export type { Forecaster } from './forecaster.ts';
export type { ForecastOptions } from './options.ts';
export type { OutputName } from './outputs/outputs.ts';
export type { Row, SeriesInput } from './toSeries.ts';

/**
 * Trains a forecaster on series: CSV text, records, or numbers. The last steps are held out to be forecast from
 * `origins` rolling origins (12, fewer where the series are short; 0 learns from all). Throws `bad-data`,
 * `bad-argument`, `interrupted`, `not-finite`.
 */
export async function fit(
  data: SeriesInput,
  options: ForecastOptions & FitOptions = {},
): Promise<Forecaster> {
  const split = splitOptions(options);
  const from = options.from?.manifest;
  const read = toSeries(data, columnsOf(options, from));
  const { series, notes } = read;
  const about = { name: 'data', series, notes, columns: sourceColumns([read]) };
  const model = await fitTask('forecast', fitHere, await trainingData(platform, about, options, from), split);
  return openForecaster(model, split.runtime);
}

/** Opens a trained model. Throws `bad-model`, `no-backend`. */
export function open(model: StoredModel, engine: Engine = {}): Promise<Forecaster> {
  return openForecaster(model, engine);
}
