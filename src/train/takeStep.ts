import { giveUp, isHopeless, tripGuard } from './guard.ts';
import type { TrainingRun } from './trainingRun.ts';
import { placeOf } from './trainingRun.ts';
import { trainStep } from './trainStep.ts';

/** Takes the next step of an epoch or, if it is not finite, lets the guard answer; counts and tells it either way. */
export function takeStep<B>(run: TrainingRun<B>, batches: readonly B[]): void {
  const { training, clock, tell } = run;
  const { state } = training;
  const result = trainStep(training, batches[state.position]);
  const trip = 'point' in result ? undefined : tripGuard(training, result.notFinite, result.rate);
  state.step++;
  state.position++;
  clock.tick();
  if ('point' in result) tell({ type: 'step', ...result.point, ...clock.progress(batches.length) });
  if ('point' in result && result.gradients) {
    const { point, gradients } = result;
    tell({ type: 'gradients', step: point.step, epoch: point.epoch, gradients });
  }
  if (trip === undefined) return;
  tell({ type: 'guard', message: trip.message, ...trip.point });
  if (!isHopeless(training)) return;
  tell({ type: 'stopped', reason: 'not-finite', ...placeOf(run) });
  giveUp(trip.message);
}
