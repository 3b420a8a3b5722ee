import { type WatchedGradient, watchGradients } from '../inspect/gradient/watchGradients.ts';
import { backward } from '../tensor/tape.ts';
import { formatShape } from '../tensor/tensor.ts';
import { fail } from '../support/errors.ts';
import { checkNumber } from '../support/checkNumber.ts';
import { clippingOf } from './clip.ts';
import { gradientNorm } from './gradientNorms.ts';
import { zeroGradients } from './gradients.ts';
import { findNotFinite, type NotFinite, notePassed } from './guard.ts';
import { addPoint } from './thinned.ts';
import type { Training } from './training.ts';
import type { StepPoint } from './trainingRecord.ts';

/** A step's numbers, with gradients by lag where they were watched; or why its update was not made. */
export type StepResult =
  | { readonly point: StepPoint; readonly gradients?: readonly WatchedGradient[] }
  | { readonly notFinite: NotFinite; readonly rate: number };

/** Forward and backward pass of a batch: leaves gradients in the parameters. */
function differentiate<B>(
  { options, state }: Training<B>,
  batch: B,
): { loss: number; tokens: number; norm: number } | NotFinite {
  const { context, parameters } = options;
  zeroGradients(parameters);
  return context.step(() => {
    const { loss, tokens } = options.loss(batch, { training: true, seed: state.seed, step: state.step });
    if (loss.size !== 1) {
      fail(
        'shape-mismatch',
        'train',
        `the loss has shape ${formatShape(loss.shape)}`,
        'Give the mean loss of the batch as one number',
      );
    }
    const value = loss.item();
    if (!Number.isFinite(value)) return { what: 'loss', parameter: null, value };
    backward(loss);
    const norm = gradientNorm(parameters);
    return Number.isFinite(norm) ? { loss: value, tokens, norm } : findNotFinite(parameters, norm);
  });
}

function update<B>({ options, average }: Training<B>, norm: number, rate: number): void {
  options.optimizer.step(rate, options.clip && clippingOf(options.clip, norm));
  average?.update();
}

/**
 * One training step: gradients, the check that all is finite, clipping, update, average. The counters are left to
 * the caller.
 */
export function trainStep<B>(training: Training<B>, batch: B): StepResult {
  const { options, state } = training;
  const rate = options.schedule.rate(state.step, state.schedule) * state.guard.factor;
  if (!(rate >= 0 && rate < Infinity))
    checkNumber('train', `the schedule's learning rate of step ${state.step}`, rate, { least: 0 });
  const { watch, context, parameters } = options;
  const isWatched = watch !== undefined && state.step % watch === 0;
  const { result, gradients } = isWatched
    ? watchGradients(context, parameters, () => differentiate(training, batch))
    : { result: differentiate(training, batch), gradients: undefined };
  if ('what' in result) return { notFinite: result, rate };
  const { loss, tokens, norm } = result;
  notePassed(training, norm);
  update(training, norm, rate);
  const point = { step: state.step + 1, epoch: state.epoch + 1, loss, norm, rate, tokens };
  addPoint(state.history.losses, point);
  state.tokens += tokens;
  state.epochLoss += loss * tokens;
  state.epochTokens += tokens;
  return { point, ...(gradients && { gradients }) };
}
