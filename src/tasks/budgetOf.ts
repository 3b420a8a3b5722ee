import type { Budget } from '../train/budget.ts';
import type { TrainingOptions } from './task.ts';

/** How long the options of a task let it train. */
export const budgetOf = ({ epochs, steps, maxMinutes: minutes }: TrainingOptions): Budget => ({
  ...(epochs !== undefined && { epochs }),
  ...(steps !== undefined && { steps }),
  ...(minutes !== undefined && { minutes }),
});
