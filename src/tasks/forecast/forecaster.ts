import type { Series } from '../../data/series/series.ts';
import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import type { Subject } from '../../inspect/subject.ts';
import type { SubjectOptions } from '../../inspect/subjectOptions.ts';
import { fail } from '../../support/errors.ts';
import { openContext } from '../../tensor/openContext.ts';
import { loadWeights } from '../../train/storedState.ts';
import { closeOnError } from '../closeOnError.ts';
import { saveModel } from '../saveModel.ts';
import type { Engine } from '../task.ts';
import { anomalies, type Anomaly } from './anomalies.ts';
import { evaluate, type EvaluateOptions, type ForecastEvaluation } from './evaluate.ts';
import { type Forecast, forecastFuture, type PredictOptions } from './forecastFuture.ts';
import { forecastSubject } from './forecastSubject.ts';
import { type ForecastNetwork, forecastNetwork } from './forecastNetwork.ts';
import { knownSources, type ReadySeries } from './knownSources.ts';
import { probe } from './probes.ts';
import { columnsOf } from './readForecastData.ts';
import { readySeries } from './readySeries.ts';
import { checkStored, type StoredForecast } from './storedForecast.ts';
import { type SeriesInput, toSeries } from './toSeries.ts';

/** A trained forecaster at work. */
export interface Forecaster {
  readonly task: 'forecast';
  readonly model: StoredModel;
  readonly manifest: ModelManifest;
  /**
   * What follows the training data, or the series given: the same columns, or new rows of a series that the model
   * knows. Up to as many steps as it was trained for. Throws `bad-argument`, `bad-data`.
   */
  predict(options?: PredictOptions & { readonly data?: SeriesInput }): Promise<Forecast[]>;
  /**
   * Scores of rolling-origin forecasts beside the naive ones: on the steps of the training data that were held out, or
   * on the series given. Throws `bad-argument`, `bad-data`.
   */
  evaluate(options?: EvaluateOptions & { readonly data?: SeriesInput }): Promise<ForecastEvaluation>;
  /** Observed steps of the training data or of the series given, those that the model expected least first. */
  anomalies(options?: { readonly data?: SeriesInput }): Promise<Anomaly[]>;
  /** The network with forecasts of the training data or of the series given, to inspect it. Throws `bad-data`, `bad-argument`. */
  subject(options?: SubjectOptions & { readonly data?: SeriesInput }): Subject;
  /** The outputs of the stored probes on this machine. */
  probe(): readonly (readonly number[])[];
  /** Stores the model in a folder, in place of one that is there; not in a browser. Throws `file-write`. */
  save(folder: string): Promise<void>;
  close(): void;
}

/** The parts of an open forecaster. */
export interface OpenForecaster extends Forecaster {
  readonly network: ForecastNetwork;
  readonly stored: StoredForecast;
  /** Series given, or those that the model keeps. */
  ready(series?: readonly Series[]): ReadySeries;
}

/** Opens a stored forecaster. Throws `bad-model`, `no-backend`. */
export async function openForecaster(model: StoredModel, engine: Engine = {}): Promise<OpenForecaster> {
  const { manifest, blobs } = model;
  const stored = checkStored(manifest);
  const context = await openContext(engine);
  const network = closeOnError(context, () => {
    const made = forecastNetwork(context, stored.architecture, { seed: manifest.seed });
    loadWeights(made.parameters, blobs.weights, manifest.files.weights.name);
    return made;
  });
  const ready = (series?: readonly Series[]): ReadySeries => {
    if (series) return readySeries(stored, series);
    const known = knownSources(stored);
    if (known.sources.length > 0) return known;
    return fail(
      'bad-argument',
      'forecast',
      'the model keeps no series of its training',
      'Give the data to go on from',
    );
  };
  const readyInput = (data: SeriesInput | undefined): ReadySeries =>
    ready(data === undefined ? undefined : toSeries(data, columnsOf({}, manifest)).series);
  return {
    task: 'forecast',
    model,
    manifest,
    network,
    stored,
    ready,
    predict: async ({ data, ...asked } = {}) => forecastFuture(network, stored, readyInput(data), asked),
    evaluate: async ({ data, ...asked } = {}) => evaluate(network, stored, readyInput(data), asked),
    anomalies: async ({ data } = {}) => anomalies(network, stored, readyInput(data)),
    subject: ({ data, ...asked } = {}) => forecastSubject(network, stored, readyInput(data), asked),
    probe: () => manifest.probes.map(({ input }) => probe(network, stored, input)),
    save: (folder) => saveModel(model, folder),
    close: () => context.close(),
  };
}
