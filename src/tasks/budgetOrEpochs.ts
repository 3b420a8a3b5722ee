import type { TrainingOptions } from './task.ts';

/** How long the options let a task train, by their names; so many epochs where they say nothing of it. */
export function budgetOrEpochs(
  { epochs, steps, maxMinutes }: TrainingOptions,
  usual: number,
): Pick<TrainingOptions, 'epochs' | 'steps' | 'maxMinutes'> {
  const unlimited = epochs === undefined && steps === undefined && maxMinutes === undefined;
  return {
    ...(unlimited && { epochs: usual }),
    ...(epochs !== undefined && { epochs }),
    ...(steps !== undefined && { steps }),
    ...(maxMinutes !== undefined && { maxMinutes }),
  };
}
