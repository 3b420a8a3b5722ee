import type { TrainingOptions } from './task.ts';

/** How long a task trains. */
export type Limits = Pick<TrainingOptions, 'epochs' | 'steps' | 'maxMinutes'>;

/** How long the options let a task train, by their names; as long as usual where they say nothing of it. */
export function limitsOf({ epochs, steps, maxMinutes }: TrainingOptions, usual: Limits): Limits {
  const unlimited = epochs === undefined && steps === undefined && maxMinutes === undefined;
  return {
    ...(unlimited && usual),
    ...(epochs !== undefined && { epochs }),
    ...(steps !== undefined && { steps }),
    ...(maxMinutes !== undefined && { maxMinutes }),
  };
}
