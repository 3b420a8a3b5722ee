import type { ModelDescription, StoredModel } from '../../formats/model/manifest.ts';
import type { Json } from '../../support/json.ts';
import { openContext } from '../../tensor/openContext.ts';
import { noGradient } from '../../tensor/tape.ts';
import { fitModel } from '../../train/fitModel.ts';
import { adamw } from '../../train/optimizers/adamw.ts';
import { budgetOf } from '../budgetOf.ts';
import { loadFrom } from '../loadFrom.ts';
import type { Runtime } from '../task.ts';
import { warmedCosine } from '../warmedCosine.ts';
import { conformalMargins } from './conformalMargins.ts';
import { forecastBatch, type Stretch } from './forecastBatch.ts';
import type { ForecastData } from './forecastData.ts';
import { forecastLoss } from './forecastLoss.ts';
import { forecastNetwork } from './forecastNetwork.ts';
import type { ForecastOptions } from './options.ts';
import { type Examples, prepareTraining } from './prepareTraining.ts';
import { probesOf } from './probes.ts';
import type { StoredForecast } from './storedForecast.ts';

/** Weight of the past in the average of the weights. */
const AVERAGE = 0.98;
/** Validations without a new best that end a training, and steps between them. */
const PATIENCE = 20;
const VALIDATE_EVERY = 5;

/**
 * Trains a forecaster. Every step of every series forecasts all K steps after it, as far as they were observed.
 * Throws as `Task.fit`.
 */
export async function fit(
  data: ForecastData,
  given: ForecastOptions,
  runtime: Runtime,
): Promise<StoredModel> {
  const { options, stored, anchors, lags, learn, validate, batches } = prepareTraining(
    data,
    given,
    runtime.from?.manifest,
  );
  const { architecture, scaling } = stored;
  const context = await openContext(runtime);
  try {
    const network = forecastNetwork(context, architecture, { seed: options.seed, anchors, lags });
    loadFrom(network.parameters, runtime.from);
    const batchOf = (
      { sources, ranges }: Examples,
      stretches: readonly Stretch[],
    ): ReturnType<typeof forecastBatch> =>
      forecastBatch(sources, stretches, architecture, scaling.units, ranges);
    return await fitModel<readonly Stretch[]>({
      describe: { task: 'forecast', ...toJson(stored), seed: options.seed },
      options: { ...options, ...readingOptions(given) },
      probes: () => probesOf(network, stored),
      ...(validate &&
        options.conformal && {
          measure: () => {
            const { sources, ranges } = validate;
            const margins = conformalMargins(network, sources, ranges, architecture, scaling.units);
            const units = { ...scaling.units, margins };
            return { scaling: toJson({ ...stored, scaling: { ...scaling, units } }).scaling };
          },
        }),
      runtime,
      train: {
        context,
        parameters: network.parameters,
        optimizer: adamw(network.parameters, { weightDecay: options.weightDecay, beta2: 0.99 }),
        schedule: warmedCosine(options, batches(0).length, { warm: 50, shrink: 100, patience: 10 }),
        budget: budgetOf(options),
        clip: { norm: options.clip },
        seed: options.seed,
        average: { decay: AVERAGE },
        batches,
        loss: (stretches, pass) =>
          forecastLoss(network, batchOf(learn, stretches), architecture.output, pass),
        ...(validate && {
          validateEvery: VALIDATE_EVERY,
          patience: PATIENCE,
          validate: () =>
            context.step(() =>
              noGradient(context, () => {
                const batch = batchOf(validate, validate.stretches);
                return { loss: forecastLoss(network, batch, architecture.output).loss.item() };
              }),
            ),
        }),
      },
    });
  } finally {
    context.close();
  }
}

/** What decides how the data was read: a resumed run must say the same. */
function readingOptions({
  target,
  time,
  id,
  covariates,
  known,
  static: categories,
  transform,
}: ForecastOptions): {
  [key: string]: Json;
} {
  const all = { target, time, id, covariates, known, static: categories, transform };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [key: string]: Json;
  };
}

/** As model.json holds it. */
function toJson(stored: StoredForecast): Pick<ModelDescription, keyof StoredForecast> {
  return JSON.parse(JSON.stringify(stored)) as Pick<ModelDescription, keyof StoredForecast>;
}
