import type { Json } from '../../support/json.ts';
import { fail } from '../../support/errors.ts';
import type { Task, TaskOption } from '../task.ts';
import { anomalies } from './anomalies.ts';
import { anomalyPrediction } from './anomalyPrediction.ts';
import { decoders, normalisers } from './architecture.ts';
import { fit } from './fit.ts';
import type { ForecastData } from './forecastData.ts';
import { forecastFuture } from './forecastFuture.ts';
import { openForecaster } from './forecaster.ts';
import { forecastSubject } from './forecastSubject.ts';
import type { ForecastOptions } from './options.ts';
import { outputNames } from './outputs/outputs.ts';
import { predictionOf } from './prediction.ts';
import { readForecastData } from './readForecastData.ts';

const number = (value: Json | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** Anomalies are looked for one step ahead, by the distribution itself. */
function refuseBeside(given: Readonly<Record<string, Json>>): void {
  const other = ['horizon', 'samples'].find((name) => given[name] !== undefined);
  if (other === undefined) return;
  const what = `--anomalies looks one step ahead and draws nothing, and --${other} is given`;
  fail('bad-argument', 'forecast', what, 'Leave one of them out');
}

const samplesOption: TaskOption = {
  name: 'samples',
  kind: 'count',
  least: 2,
  help: 'paths that an autoregressive decoder draws, default 200',
};

/** Time series in, probabilistic forecasts out. */
export const task: Task<ForecastData, ForecastOptions> = {
  name: 'forecast',
  summary: 'learn from time series in CSV files to forecast what comes next, with intervals',
  example: 'npx unrolled train forecast sales.csv --target sales --horizon 12',
  options: [
    { name: 'target', kind: 'list', help: 'columns to forecast' },
    { name: 'time', kind: 'text', help: 'the column of times' },
    { name: 'id', kind: 'text', help: 'the column that tells many series apart' },
    {
      name: 'covariates',
      kind: 'list',
      help: 'further columns to read, all or none; their past is used only',
    },
    { name: 'known', kind: 'list', help: 'columns that are known ahead, beyond the last target too' },
    { name: 'static', kind: 'list', help: 'columns of text that say what a series is' },
    { name: 'horizon', kind: 'count', help: 'steps to forecast' },
    { name: 'period', kind: 'count', help: 'steps of a season, 1 for none' },
    { name: 'context', kind: 'count', help: 'steps that are read before a forecast' },
    { name: 'lags', kind: 'count', least: 0, help: 'values before a forecast that a linear part looks at' },
    {
      name: 'scale',
      kind: 'choice',
      choices: normalisers,
      help: 'what values are measured by: the whole series, or deviation or mean of the window that is read',
    },
    {
      name: 'decoder',
      kind: 'choice',
      choices: decoders,
      help: 'all steps at once (direct), or one after another from sampled values (autoregressive: DeepAR)',
    },
    { name: 'output', kind: 'choice', choices: outputNames, help: 'the form of the predicted distributions' },
    {
      name: 'conformal',
      kind: 'flag',
      help: 'calibrate the intervals on the steps that are held out to validate on',
    },
    {
      name: 'transform',
      kind: 'choice',
      choices: ['auto', 'log', 'none'],
      help: 'work on logarithms or not',
    },
    {
      name: 'origins',
      kind: 'count',
      least: 0,
      help: 'hold out the last steps for so many rolling-origin forecasts; 0 learns from all',
    },
    { name: 'clip', kind: 'number', help: 'limit on the norm of the gradient' },
    { name: 'weightDecay', kind: 'number', help: 'decay of the weights (AdamW)' },
  ],
  refuses: { bidirectional: 'A forecast reads the past only.' },
  predictOptions: [
    { name: 'horizon', kind: 'count', help: 'steps to forecast, at most those of the training' },
    samplesOption,
    {
      name: 'anomalies',
      kind: 'count',
      help: 'instead of a forecast, so many observed steps that the model expected least',
    },
  ],
  evaluateOptions: [
    { name: 'origins', kind: 'count', help: 'rolling-origin forecasts of each series' },
    samplesOption,
    {
      name: 'drift',
      kind: 'flag',
      help: 'how errors grow from the origin on, beside those of one step ahead',
    },
  ],
  defaults: {
    cell: 'lstm',
    hidden: 64,
    layers: 1,
    dropout: 0.3,
    epochs: '80, at most 2000 steps',
    batch: 16,
    lr: 0.01,
    seed: 1,
    valid: 0.15,
    target: 'the last column of numbers',
    time: 'found by itself',
    id: 'found by itself',
    covariates: 'all',
    known: 'none',
    static: 'none',
    horizon: 'a season of at most 24 steps, else 12',
    period: 'by the frequency: monthly 12, quarterly 4, daily 7, hourly 24, ...',
    context: 48,
    lags: 0,
    scale: 'series',
    decoder: 'direct',
    output: 'quantiles, student-t where the decoder is autoregressive',
    conformal: false,
    transform: 'auto: logarithms where swings grow with the level',
    origins: '12, fewer where the series are short',
    clip: 1,
    weightDecay: 0.01,
  },
  read: readForecastData,
  fit,
  async open(model, engine) {
    const forecaster = await openForecaster(model, engine);
    const { manifest, network, stored, ready, close } = forecaster;
    return {
      manifest,
      async evaluate({ series }, given) {
        const { trials: _, ...evaluation } = await forecaster.evaluate({
          data: series,
          origins: number(given.origins),
          samples: number(given.samples),
          drift: given.drift === true,
        });
        return evaluation;
      },
      async predict(data, given) {
        const series = ready(data?.series);
        const most = number(given.anomalies);
        if (most !== undefined) {
          refuseBeside(given);
          return anomalyPrediction(anomalies(network, stored, series), most);
        }
        return predictionOf(
          forecaster,
          series,
          forecastFuture(network, stored, series, {
            horizon: number(given.horizon),
            samples: number(given.samples),
          }),
        );
      },
      subject: (data, given) => forecastSubject(network, stored, ready(data?.series), given),
      probe: async () => forecaster.probe(),
      close,
    };
  },
};
