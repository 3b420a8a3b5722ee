import { restore, snapshot } from './snapshot.ts';
import { seriesPoints } from './thinned.ts';
import type { Training } from './training.ts';
import type { StopReason, TrainingRecord } from './trainingRecord.ts';

/** Puts the weights to keep into the parameters (the best, else the average, else the last), and sums up. */
export function finishTraining<B>(training: Training<B>, reason: StopReason): TrainingRecord {
  const { options, average, best, state } = training;
  const { losses, epochLosses, validations, guards } = state.history;
  const from = best ? 'best' : average ? 'average' : 'last';
  const weights = best ?? (average && snapshot(average.state));
  if (weights) restore(options.parameters, weights);
  return {
    reason,
    seed: state.seed,
    optimizer: options.optimizer.name,
    steps: state.step,
    epochs: state.epoch,
    tokens: state.tokens,
    minutes: state.milliseconds / 60_000,
    losses: seriesPoints(losses),
    epochLosses,
    validations,
    guards,
    best: state.best,
    weights: { from, step: best && state.best ? state.best.step : state.step },
  };
}
