import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { type Limits, limitsOf } from '../limitsOf.ts';
import type { TrainingOptions } from '../task.ts';

/** The parts of a file that has them. */
export const splits = ['train', 'valid', 'test'] as const;
export type Split = (typeof splits)[number];

export interface MusicOptions extends TrainingOptions {
  /** Rate of dropout on the state that goes from step to step (Gal & Ghahramani, 2016). */
  readonly recurrentDropout?: number;
  /** In training pieces are transposed at random by up to so many half-tones. */
  readonly transpose?: number;
  /** Limit on the norm of the gradient. */
  readonly clip?: number;
  readonly weightDecay?: number;
  /** Stops after so many epochs in a row without a better validation. */
  readonly patience?: number;
}

/** Options with all defaults filled in: plain data, stored in model.json. */
export type CompleteOptions = Limits & {
  readonly cell: 'lstm' | 'gru' | 'rnn';
  readonly hidden: number;
  readonly layers: number;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly transpose: number;
  readonly batch: number;
  readonly lr: number;
  readonly clip: number;
  readonly weightDecay: number;
  readonly seed: number;
  readonly patience?: number;
};

/** The options with all defaults. Throws `bad-argument`. */
export function completeOptions(options: MusicOptions): CompleteOptions {
  const { cell = 'lstm', patience } = options;
  if (cell !== 'lstm' && cell !== 'gru' && cell !== 'rnn') {
    return fail(
      'bad-argument',
      'music',
      `cell is ${cell}`,
      'Choose lstm, gru or rnn, which have recurrent dropout',
    );
  }
  const complete = {
    cell,
    hidden: options.hidden ?? 200,
    layers: options.layers ?? 1,
    dropout: options.dropout ?? 0.3,
    recurrentDropout: options.recurrentDropout ?? 0.5,
    transpose: options.transpose ?? 0,
    batch: options.batch ?? 16,
    lr: options.lr ?? 0.02,
    clip: options.clip ?? 1,
    weightDecay: options.weightDecay ?? 0,
    seed: options.seed ?? 1,
    ...(patience === undefined ? {} : { patience }),
    ...limitsOf(options, { epochs: 200 }),
  };
  for (const name of ['hidden', 'layers', 'batch'] as const)
    checkNumber('music', name, complete[name], { least: 1, whole: true });
  checkNumber('music', 'transpose', complete.transpose, { least: 0, whole: true });
  for (const name of ['dropout', 'recurrentDropout'] as const)
    checkNumber('music', name, complete[name], { least: 0, below: 1 });
  for (const name of ['lr', 'clip'] as const) checkNumber('music', name, complete[name], { above: 0 });
  checkNumber('music', 'weightDecay', complete.weightDecay, { least: 0 });
  return complete;
}
