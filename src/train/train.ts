import { saveCheckpoint } from './checkpoint.ts';
import { finishTraining } from './finishTraining.ts';
import { disposeGradients } from './gradients.ts';
import { startTraining, type Training } from './training.ts';
import { trainingLoop } from './trainingLoop.ts';
import type { TrainingRecord } from './trainingRecord.ts';
import { placeOf, startRun } from './trainingRun.ts';
import { checkTrainOptions, type TrainOptions } from './trainOptions.ts';
import { validate } from './validate.ts';

/**
 * Trains any model whose loss is a function of a batch, until the budget or the patience is used up, or `signal` says
 * stop; then the parameters hold the best validated weights (without validation, the average or the last ones).
 *
 * Under a budget of steps or epochs the result is a function of options, initial parameters and seed: a run that was
 * killed and goes on from any checkpoint ends with the same bits. A step whose loss or gradients are not finite is not
 * taken: the last good state is restored and the learning rate halved; the third time throws `not-finite`. Throws
 * `bad-argument`, and `bad-model` where `resume` does not fit.
 */
export async function train<B>(options: TrainOptions<B>): Promise<TrainingRecord> {
  checkTrainOptions(options);
  const training = startTraining(options);
  try {
    return await toTheEnd(training);
  } finally {
    disposeGradients(options.parameters);
    training.average?.[Symbol.dispose]();
  }
}

/** The last checkpoint comes before the last validation: a run with a greater budget would not have that. */
async function toTheEnd<B>(training: Training<B>): Promise<TrainingRecord> {
  const { state } = training;
  const run = startRun(training);
  const reason = await trainingLoop(run);
  await saveCheckpoint(run);
  const validated = state.history.validations.at(-1)?.step === state.step;
  if (reason !== 'stopped' && !validated) await validate(run);
  run.clock.tick();
  const record = finishTraining(training, reason);
  run.tell({ type: 'stopped', reason, ...placeOf(run) });
  return record;
}
