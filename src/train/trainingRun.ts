import type { Training } from './training.ts';
import { type TrainingClock, trainingClock } from './trainingClock.ts';
import type { TrainingEvent } from './trainingEvent.ts';
import { trainingTeller } from './trainingTeller.ts';

/** A training in this process: what does not outlive it. */
export interface TrainingRun<B> {
  readonly training: Training<B>;
  readonly clock: TrainingClock;
  readonly tell: (event: TrainingEvent) => void;
  /** Where the last checkpoint was. */
  saved: { step: number; milliseconds: number };
}

export function startRun<B>(training: Training<B>): TrainingRun<B> {
  const { options, state } = training;
  const clock = trainingClock(training);
  const saved = { step: state.step, milliseconds: state.milliseconds };
  return { training, clock, tell: trainingTeller(options, clock), saved };
}

/** Where a training is, for events. */
export function placeOf<B>({ training: { state } }: TrainingRun<B>): { step: number; epoch: number } {
  return { step: state.step, epoch: state.epoch };
}
