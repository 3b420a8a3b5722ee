import { fail } from '../support/errors.ts';
import { exhausted } from './budget.ts';
import { checkpointDue, saveCheckpoint } from './checkpoint.ts';
import { endEpoch } from './endEpoch.ts';
import { nextTask } from './nextTask.ts';
import { takeStep } from './takeStep.ts';
import type { Training } from './training.ts';
import type { StopReason } from './trainingRecord.ts';
import { placeOf, type TrainingRun } from './trainingRun.ts';
import { validate } from './validate.ts';

/** Other tasks get their turn this often, in milliseconds. */
const BREATHE = 12;

/**
 * Steps, epochs, validations and checkpoints, until it is time to stop. What follows from a step (the end of its
 * epoch, a validation) is done before a checkpoint and before a signal is looked at: a run stops only between such
 * units, and that is what makes it go on to the same bits.
 */
export async function trainingLoop<B>(run: TrainingRun<B>): Promise<StopReason> {
  const { training, clock } = run;
  const { options, state } = training;
  let batches: readonly B[] | undefined;
  for (;;) {
    await pauseIfAsked(run);
    clock.tick();
    const reason = stopReason(training);
    if (reason) return reason;
    batches ??= await loadBatches(training);
    takeStep(run, batches);
    const ended = state.position === batches.length;
    if (ended) {
      endEpoch(run, batches.length);
      batches = undefined;
    }
    const { validateEvery } = options;
    if (validateEvery === undefined ? ended : state.step % validateEvery === 0) await validate(run);
    clock.tick();
    if (checkpointDue(run)) await saveCheckpoint(run);
    if (clock.due('breathe', BREATHE)) await nextTask();
  }
}

/** Why to stop before the next step, if so. */
function stopReason<B>({ options, state }: Training<B>): StopReason | undefined {
  if (options.signal?.aborted) return 'stopped';
  if (options.patience !== undefined && state.bad >= options.patience) return 'patience';
  return exhausted(options.budget, state);
}

async function pauseIfAsked<B>(run: TrainingRun<B>): Promise<void> {
  const { control, signal } = run.training.options;
  if (!control?.paused || signal?.aborted) return;
  run.clock.tick();
  run.tell({ type: 'paused', ...placeOf(run) });
  while (control.paused && !signal?.aborted) await control.ready(signal);
  run.clock.skip();
  run.tell({ type: 'resumed', ...placeOf(run) });
}

async function loadBatches<B>({ options, state }: Training<B>): Promise<readonly B[]> {
  const batches = await options.batches(state.epoch);
  if (batches.length <= state.position) {
    fail(
      'bad-data',
      'train',
      `epoch ${state.epoch + 1} has ${batches.length} batches, and batch ${state.position + 1} is next`,
      'Give every epoch at least one batch, and a resumed run the same batches',
    );
  }
  return batches;
}
