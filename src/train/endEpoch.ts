import type { EpochPoint } from './trainingRecord.ts';
import type { TrainingRun } from './trainingRun.ts';

/** Closes the running epoch, which had `batchCount` batches. One without a finite step leaves no point. */
export function endEpoch<B>({ training, clock, tell }: TrainingRun<B>, batchCount: number): void {
  const { options, state } = training;
  const { epochLoss, epochTokens } = state;
  state.epoch++;
  state.position = 0;
  state.epochLoss = 0;
  state.epochTokens = 0;
  if (epochTokens === 0) return;
  const point: EpochPoint = { epoch: state.epoch, step: state.step, loss: epochLoss / epochTokens };
  state.history.epochLosses.push(point);
  if (!options.validate) state.schedule = options.schedule.observe(state.schedule, point.loss);
  tell({ type: 'epoch', ...point, ...clock.progress(batchCount) });
}
