import { readText } from '../../data/file/readText.ts';
import { formatNumber } from '../../support/format.ts';
import { forecastRun, squaredErrors } from './forecastRun.ts';
import type { Recipe } from './recipe.ts';

const FILE = 'ett-h1/ETTh1.csv.gz';
/** Hours of a month in the protocol; 12 months to train on, 4 to validate on, 4 to test on. */
const MONTH = 30 * 24;
const [TRAIN, VALID, TEST] = [12 * MONTH, 4 * MONTH, 4 * MONTH];

/** Steps ahead, values that the linear part looks at, and the published error of DeepAR. */
const horizons = [
  { horizon: 24, lags: 336, published: 0.107 },
  { horizon: 48, lags: 336, published: 0.162 },
  { horizon: 168, lags: 168, published: 0.239 },
] as const;

/** Settings are chosen on the validation months, with a model of the months before. */
const settings = {
  target: 'OT',
  covariates: 'none',
  output: 'gaussian',
  lr: 0.001,
  validFraction: VALID / (TRAIN + VALID),
} as const;

/**
 * Oil temperature of a transformer by the hour, from itself alone, in the protocol of Zhou et al. (Informer, 2021): the
 * mean squared error over every window of the test months, in deviations of the training months. The published figures
 * are those of DeepAR there.
 */
export const recipe: Recipe = {
  name: 'ett-h1',
  summary: 'oil temperature 24, 48 and 168 hours ahead, about two minutes; mean squared error, standardised',
  files: [FILE],
  async run(folder, options) {
    const { platform } = options.host;
    const lines = (await readText(platform, platform.files.join(folder, FILE))).split('\n');
    const text = lines.slice(0, 1 + TRAIN + VALID + TEST).join('\n');
    const column = lines[0].trim().split(',').indexOf(settings.target);
    const variance = varianceOf(lines.slice(1, 1 + TRAIN).map((line) => Number(line.split(',')[column])));
    const results = [];
    let minutes = 0;
    for (const { horizon, lags, published } of horizons) {
      const origins = TEST - horizon + 1;
      const run = await forecastRun(text, { ...settings, horizon, lags, origins }, 1, options);
      const { model, last } = squaredErrors(run.values);
      results.push({ horizon, published, model: model / variance, last: last / variance });
      minutes += run.minutes;
    }
    const [first, ...others] = results;
    const also = others.map(
      ({ horizon, model, last, published }) =>
        `${horizon} hours ${formatNumber(model)}, published ${published}, last value ${formatNumber(last)}`,
    );
    return {
      name: 'ett-h1',
      metric: `mean squared error, 24 hours ahead (${also.join('; ')})`,
      figure: first.model,
      seeds: [options.seed],
      published: first.published,
      baseline: first.last,
      minutes,
    };
  },
};

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
