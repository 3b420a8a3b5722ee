import type { CellChoice } from '../../nn/stack/cellChoice.ts';
import { fail } from '../../support/errors.ts';
import { type Limits, limitsOf } from '../limitsOf.ts';
import type { Decoder, Normaliser } from './architecture.ts';
import type { ForecastOptions } from './options.ts';
import type { OutputName } from './outputs/outputs.ts';
import type { TrainingSpan } from './trainingSpan.ts';

/** Options with all defaults filled in: plain data, stored in model.json. */
export type CompleteOptions = Limits & {
  readonly horizon: number;
  readonly period: number;
  readonly context: number;
  readonly lags: number;
  readonly scale: Normaliser;
  readonly decoder: Decoder;
  readonly output: OutputName;
  readonly origins: number;
  readonly cell: CellChoice['cell'];
  readonly hidden: number;
  readonly layers: number;
  readonly dropout: number;
  readonly batch: number;
  readonly lr: number;
  readonly clip: number;
  readonly weightDecay: number;
  readonly seed: number;
  readonly validFraction: number;
  readonly conformal?: boolean;
};

/** Where no budget is given: so many epochs, but not more steps than this. */
const EPOCHS = 80;
const MOST_STEPS = 2000;

/** The share of the steps to learn from, their end, that tells when to stop. */
export const VALID_FRACTION = 0.15;

/** `stepsPerEpoch`: of batches of `batch` stretches of `context` steps. */
export function completeOptions(
  options: ForecastOptions,
  { period, horizon, origins }: Pick<TrainingSpan, 'period' | 'horizon' | 'origins'>,
  stepsPerEpoch: (context: number, batch: number) => number,
): CompleteOptions {
  const { context = 48, batch = 16, decoder = 'direct' } = options;
  return {
    horizon,
    period,
    context,
    lags: options.lags ?? 0,
    scale: options.scale ?? 'series',
    decoder,
    output: options.output ?? (decoder === 'autoregressive' ? 'student-t' : 'quantiles'),
    origins,
    cell: options.cell ?? 'lstm',
    hidden: options.hidden ?? 64,
    layers: options.layers ?? 1,
    dropout: options.dropout ?? 0.3,
    batch,
    lr: options.lr ?? 0.01,
    clip: options.clip ?? 1,
    weightDecay: options.weightDecay ?? 0.01,
    seed: options.seed ?? 1,
    validFraction: options.validFraction ?? VALID_FRACTION,
    ...(options.conformal ? { conformal: true } : {}),
    ...limitsOf(options, { steps: Math.min(MOST_STEPS, EPOCHS * stepsPerEpoch(context, batch)) }),
  };
}

/** Throws `bad-argument` for what cannot be meant. */
export function checkOptions(options: ForecastOptions): void {
  if (options.bidirectional) {
    fail('bad-argument', 'forecast', 'bidirectional is set', 'A forecast reads the past only: leave it out');
  }
  if (options.decoder === 'autoregressive') {
    if (options.output === 'quantiles') {
      const what = 'the decoder is autoregressive, and nothing can be drawn from the output quantiles';
      fail('bad-argument', 'forecast', what, 'Choose another output, or the decoder direct');
    }
    const { covariates = 'none' } = options;
    if (String(covariates) !== 'none') {
      const what =
        'the decoder is autoregressive, and the covariates of the steps it forecasts are not known';
      fail(
        'bad-argument',
        'forecast',
        what,
        'Name them as known, or leave them out, or choose the decoder direct',
      );
    }
  }
  if (options.scale === 'mean' && options.transform === 'log') {
    const what = 'the scale is the mean of the window, which logarithms have none of';
    fail('bad-argument', 'forecast', what, 'Leave transform out, or choose another scale');
  }
  if (options.output === 'negative-binomial' && options.transform === 'log') {
    const what = 'the output is negative-binomial, and counts are not forecast on logarithms';
    fail('bad-argument', 'forecast', what, 'Leave transform out, or choose another output');
  }
  const counts: [name: string, value: number | undefined, least: number][] = [
    ['horizon', options.horizon, 1],
    ['period', options.period, 1],
    ['context', options.context, 1],
    ['lags', options.lags, 0],
    ['origins', options.origins, 0],
    ['hidden', options.hidden, 1],
    ['layers', options.layers, 1],
    ['batch', options.batch, 1],
  ];
  for (const [name, value, least] of counts) {
    if (value === undefined || (Number.isInteger(value) && value >= least)) continue;
    fail('bad-argument', 'forecast', `${name} is ${value}`, `Give a whole number of at least ${least}`);
  }
  for (const [name, value] of [
    ['dropout', options.dropout],
    ['validFraction', options.validFraction],
  ] as const) {
    if (value === undefined || (value >= 0 && value < 1)) continue;
    fail('bad-argument', 'forecast', `${name} is ${value}`, 'Give a number of at least 0 and below 1');
  }
}
