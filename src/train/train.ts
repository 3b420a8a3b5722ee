import { fail } from '../support/errors.ts';
import { disposeGradients } from './gradients.ts';
import { giveUp, isHopeless, tripGuard } from './guard.ts';
import { nextTask } from './nextTask.ts';
import { restore, snapshot } from './snapshot.ts';
import { seriesPoints } from './thinned.ts';
import { checkTrainOptions, type TrainOptions } from './trainOptions.ts';
import { captureTraining, startTraining, type Training } from './training.ts';
import { type TrainingClock, trainingClock } from './trainingClock.ts';
import type { TrainingEvent } from './trainingEvent.ts';
import type { EpochPoint, StopReason, TrainingRecord } from './trainingRecord.ts';
import { trainStep } from './trainStep.ts';
import { runValidation } from './validation.ts';

/** Steps are told at most this often, and other tasks get their turn at least this often, in milliseconds. */
const TELL = 100;
const BREATHE = 12;

/**
 * Trains any model whose loss is a function of a batch, until the budget is used up, the patience is, or `signal` says
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
    return await runTraining(training);
  } finally {
    disposeGradients(options.parameters);
    training.average?.[Symbol.dispose]();
  }
}

/** Tells events; a step that is held back is told before the next other event. */
function teller<B>({ options }: Training<B>, clock: TrainingClock): (event: TrainingEvent) => void {
  let held: TrainingEvent | undefined;
  return (event) => {
    options.log?.(event);
    if (event.type === 'step' && !clock.due('tell', TELL)) {
      held = event;
      return;
    }
    if (held && event.type !== 'step') options.onProgress?.(held);
    held = undefined;
    options.onProgress?.(event);
  };
}

/** Why to stop before the next step, if so. */
function stopReason<B>({ options, state }: Training<B>): StopReason | undefined {
  const { budget, patience = Infinity, signal } = options;
  if (signal?.aborted) return 'stopped';
  if (state.bad >= patience) return 'patience';
  if (budget.steps !== undefined && state.step >= budget.steps) return 'steps';
  if (budget.epochs !== undefined && state.epoch >= budget.epochs) return 'epochs';
  if (budget.minutes !== undefined && state.milliseconds >= budget.minutes * 60_000) return 'minutes';
  return undefined;
}

/** Closes the running epoch; undefined if no step of it was taken. */
function endEpoch<B>({ state }: Training<B>): EpochPoint | undefined {
  const { epochLoss, epochTokens } = state;
  state.epoch++;
  state.position = 0;
  state.epochLoss = 0;
  state.epochTokens = 0;
  if (epochTokens === 0) return undefined;
  const point = { epoch: state.epoch, step: state.step, loss: epochLoss / epochTokens };
  state.history.epochLosses.push(point);
  return point;
}

async function runTraining<B>(training: Training<B>): Promise<TrainingRecord> {
  const { options, state } = training;
  const { control, signal, checkpoint, validate } = options;
  const clock = trainingClock(training);
  const tell = teller(training, clock);
  const place = (): { step: number; epoch: number } => ({ step: state.step, epoch: state.epoch });
  const saved = { step: state.step, milliseconds: state.milliseconds };

  async function save(): Promise<void> {
    if (checkpoint === undefined || saved.step === state.step) return;
    await checkpoint.save(captureTraining(training));
    saved.step = state.step;
    saved.milliseconds = state.milliseconds;
    tell({ type: 'checkpoint', ...place() });
  }

  async function pause(): Promise<void> {
    if (!control?.paused || signal?.aborted) return;
    clock.tick();
    tell({ type: 'paused', ...place() });
    while (control.paused && !signal?.aborted) await control.ready(signal);
    clock.skip();
    tell({ type: 'resumed', ...place() });
  }

  async function validateNow(): Promise<void> {
    if (validate) tell({ type: 'validation', ...(await runValidation(training, validate)) });
  }

  async function loadBatches(): Promise<readonly B[]> {
    const batches = await options.batches(state.epoch);
    if (batches.length > state.position) return batches;
    return fail(
      'bad-data',
      'train',
      `epoch ${state.epoch + 1} has ${batches.length} batches, batch ${state.position + 1} is next`,
      'Give every epoch at least one batch, and a resumed run the same batches',
    );
  }

  function step(batches: readonly B[]): void {
    const result = trainStep(training, batches[state.position]);
    if ('point' in result) {
      state.step++;
      state.position++;
      clock.tick();
      tell({ type: 'step', ...result.point, ...clock.progress(batches.length) });
      return;
    }
    const { point, message } = tripGuard(training, result.notFinite, result.rate);
    tell({ type: 'guard', message, ...point });
    state.step++;
    state.position++;
    if (!isHopeless(training)) return;
    tell({ type: 'stopped', reason: 'not-finite', ...place() });
    giveUp(message);
  }

  let batches: readonly B[] = [];
  let batchesOf = -1;
  let reason: StopReason | undefined;
  for (;;) {
    await pause();
    clock.tick();
    reason = stopReason(training);
    if (reason) break;
    if (batchesOf !== state.epoch) {
      batches = await loadBatches();
      batchesOf = state.epoch;
    }
    step(batches);
    const ended = state.position === batches.length;
    if (ended) {
      const point = endEpoch(training);
      if (point) tell({ type: 'epoch', ...point, ...clock.progress(batches.length) });
      if (point && !validate) state.schedule = options.schedule.observe(state.schedule, point.loss);
    }
    if (options.validateEvery === undefined ? ended : state.step % options.validateEvery === 0)
      await validateNow();
    const { every, minutes = Infinity } = checkpoint ?? {};
    const dueByTime = state.milliseconds - saved.milliseconds >= minutes * 60_000;
    if (dueByTime || (every !== undefined && state.step % every === 0)) await save();
    if (clock.due('breathe', BREATHE)) await nextTask();
  }

  await save();
  if (reason !== 'stopped' && state.history.validations.at(-1)?.step !== state.step) await validateNow();
  clock.tick();
  const record = finish(training, reason);
  tell({ type: 'stopped', reason, ...place() });
  return record;
}

/** Puts the weights to keep into the parameters, and sums up. */
function finish<B>({ options, average, best, state }: Training<B>, reason: StopReason): TrainingRecord {
  const { parameters, optimizer } = options;
  if (best) restore(parameters, best);
  else if (average) restore(parameters, snapshot(average.state));
  return {
    reason,
    seed: state.seed,
    optimizer: optimizer.name,
    steps: state.step,
    epochs: state.epoch,
    tokens: state.tokens,
    minutes: state.milliseconds / 60_000,
    losses: seriesPoints(state.history.losses),
    epochLosses: state.history.epochLosses,
    validations: state.history.validations,
    guards: state.history.guards,
    best: state.best,
    weights: {
      from: best ? 'best' : average ? 'average' : 'last',
      step: best && state.best ? state.best.step : state.step,
    },
  };
}
