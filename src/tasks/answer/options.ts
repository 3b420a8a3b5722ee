import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';
import { type Limits, limitsOf } from '../limitsOf.ts';
import type { TrainingOptions } from '../task.ts';
import { type TaskCell, taskCells } from '../taskCell.ts';

export interface AnswerOptions extends TrainingOptions {
  /** How often the question attends over the facts. */
  readonly hops?: number;
  /** Attends over the words of the facts, each with the state of its fact, and not over the facts as a whole. */
  readonly attendWords?: boolean;
  /** Width of the vectors of words. */
  readonly wordSize?: number;
  /** a: in training a word that occurs in n sentences is read as unknown with probability a / (a + n). */
  readonly wordDropout?: number;
  /** Limit on the norm of the gradient. */
  readonly clip?: number;
  /** Leave out what is bad, and count it. */
  readonly skipBad?: boolean;
}

/** Options with all defaults filled in: plain data, stored in model.json. */
export type CompleteOptions = Limits & {
  readonly cell: TaskCell['cell'];
  readonly hidden: number;
  readonly layers: number;
  readonly hops: number;
  readonly attendWords: boolean;
  readonly bidirectional: boolean;
  readonly dropout: number;
  readonly wordSize: number;
  readonly wordDropout: number;
  readonly batch: number;
  readonly lr: number;
  readonly clip: number;
  readonly seed: number;
};

/** The options with all defaults. Throws `bad-argument`. */
export function completeOptions(options: AnswerOptions): CompleteOptions {
  const { cell = 'gru', hidden = 64, layers = 2, hops = 3, wordSize = 64, batch = 32 } = options;
  const { dropout = 0.1, wordDropout = 0.1, lr = 0.003, clip = 5 } = options;
  for (const [name, value] of Object.entries({ hidden, layers, hops, wordSize, batch }))
    checkNumber('answer', name, value, { least: 1, whole: true });
  checkNumber('answer', 'dropout', dropout, { least: 0, below: 1 });
  checkNumber('answer', 'wordDropout', wordDropout, { least: 0 });
  checkNumber('answer', 'lr', lr, { above: 0 });
  checkNumber('answer', 'clip', clip, { above: 0 });
  if (cell === 'jordan')
    fail('bad-argument', 'answer', 'cell is jordan', `Choose ${formatList(taskCells, 'or')}`);
  return {
    cell,
    hidden,
    layers,
    hops,
    attendWords: options.attendWords ?? false,
    bidirectional: options.bidirectional ?? true,
    dropout,
    wordSize,
    wordDropout,
    batch,
    lr,
    clip,
    seed: options.seed ?? 1,
    ...limitsOf(options, { epochs: 30 }),
  };
}
