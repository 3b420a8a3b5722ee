import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';
import { type Limits, limitsOf } from '../limitsOf.ts';
import type { TrainingOptions } from '../task.ts';
import { hasChrono, type TaskCell, taskCells } from '../taskCell.ts';
import type { Problem } from './problems/problem.ts';

export interface MemoryOptions extends TrainingOptions {
  /** The length of sequences, as the problem defines it. Default 100. */
  readonly length?: number;
  /** Begins with short sequences, and lengthens them up to `length` as they are remembered. */
  readonly curriculum?: boolean;
  /** LSTM and GRU: forgetting over up to so many steps at first (Tallec & Ollivier, 2018). Default: `length`; 0: none. */
  readonly chrono?: number;
  /** Limit on the norm of the gradient. */
  readonly clip?: number;
}

/** Options with all defaults filled in: plain data, stored in model.json. */
export type CompleteOptions = Limits & {
  readonly length: number;
  readonly curriculum: boolean;
  readonly cell: TaskCell['cell'];
  readonly chrono: number;
  readonly hidden: number;
  readonly layers: number;
  readonly batch: number;
  readonly lr: number;
  readonly clip: number;
  readonly seed: number;
};

/** The options with all defaults. Throws `bad-argument`. */
export function completeOptions(options: MemoryOptions, problem: Problem): CompleteOptions {
  const { cell = 'lstm', length = 100 } = options;
  const task = `memory ${problem.name}`;
  if (cell === 'jordan')
    return fail('bad-argument', task, 'cell is jordan', `Choose ${formatList(taskCells, 'or')}`);
  const complete = {
    length: problem.fit(length),
    curriculum: options.curriculum ?? false,
    cell,
    chrono: options.chrono ?? (hasChrono(cell) ? length : 0),
    hidden: options.hidden ?? 64,
    layers: options.layers ?? 1,
    batch: options.batch ?? 50,
    lr: options.lr ?? 0.003,
    clip: options.clip ?? 1,
    seed: options.seed ?? 1,
    ...limitsOf(options, { steps: 2000 }),
  };
  checkNumber(task, 'length', length, { least: problem.least, whole: true });
  for (const name of ['hidden', 'layers', 'batch'] as const)
    checkNumber(task, name, complete[name], { least: 1, whole: true });
  checkNumber(task, 'chrono', complete.chrono, { least: 0, whole: true });
  if (!hasChrono(cell)) checkNumber(`memory with cell ${cell}`, 'chrono', complete.chrono, { most: 0 });
  checkNumber(task, 'lr', complete.lr, { above: 0 });
  checkNumber(task, 'clip', complete.clip, { above: 0 });
  return complete;
}
