import { captureTraining } from './training.ts';
import { placeOf, type TrainingRun } from './trainingRun.ts';

/** True after every so many steps, or so much time at work since the last checkpoint. */
export function checkpointDue<B>({ training, saved }: TrainingRun<B>): boolean {
  const { options, state } = training;
  const { every, minutes = Infinity } = options.checkpoint ?? {};
  if (state.milliseconds - saved.milliseconds >= minutes * 60_000) return true;
  return every !== undefined && state.step % every === 0;
}

/** Hands everything over, unless that has been done at this step already. */
export async function saveCheckpoint<B>(run: TrainingRun<B>): Promise<void> {
  const { training, saved, tell } = run;
  const { options, state } = training;
  if (options.checkpoint === undefined || saved.step === state.step) return;
  await options.checkpoint.save(captureTraining(training));
  run.saved = { step: state.step, milliseconds: state.milliseconds };
  tell({ type: 'checkpoint', ...placeOf(run) });
}
