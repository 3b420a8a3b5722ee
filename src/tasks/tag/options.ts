import { type TagFormat, tagFormats } from '../../data/tags/readTagged.ts';
import { type Scheme, schemes } from '../../data/tags/scheme.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';
import { type Limits, limitsOf } from '../limitsOf.ts';
import type { TrainingOptions } from '../task.ts';
import { type TaskCell, taskCells } from '../taskCell.ts';
import type { TagArchitecture } from './tagModel.ts';

export interface TagOptions extends TrainingOptions {
  /** The output: a conditional random field over whole sentences (default), or a softmax for each token. */
  readonly output?: TagArchitecture['output'];
  /** How tags mark spans. Default: by the tags. */
  readonly scheme?: Scheme;
  /** Width of the vectors of words, of characters, and of what a word's characters give in each direction. */
  readonly wordSize?: number;
  readonly characterSize?: number;
  readonly characterHidden?: number;
  /** a: in training a word that occurs n times is read as unknown with probability a / (a + n). */
  readonly wordDropout?: number;
  /** Limit on the norm of the gradient. */
  readonly clip?: number;
  /** A file of pretrained vectors of words to start from. */
  readonly vectors?: string;
  /** How files are read. */
  readonly format?: TagFormat;
  readonly column?: string;
  readonly tokenColumn?: number;
  /** Leave out sentences that are bad, and count them. */
  readonly skipBad?: boolean;
}

/** Options with all defaults filled in: plain data, stored in model.json. */
export type CompleteOptions = Limits & {
  readonly output: TagArchitecture['output'];
  readonly cell: TaskCell['cell'];
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly dropout: number;
  readonly characterSize: number;
  readonly characterHidden: number;
  readonly wordSize: number;
  readonly wordDropout: number;
  readonly batch: number;
  readonly lr: number;
  readonly clip: number;
  readonly seed: number;
};

export const outputs = ['crf', 'softmax'] as const;
export { schemes, tagFormats };

/** The options with all defaults; `vectorSize`: of pretrained vectors. Throws `bad-argument`. */
export function completeOptions(options: TagOptions, vectorSize?: number): CompleteOptions {
  const { cell = 'lstm', hidden, layers, characterSize, characterHidden, wordSize, batch } = options;
  for (const [name, value = 1] of Object.entries({
    hidden,
    layers,
    characterSize,
    characterHidden,
    wordSize,
    batch,
  })) {
    checkNumber('tag', name, value, { least: 1, whole: true });
  }
  checkNumber('tag', 'dropout', options.dropout ?? 0, { least: 0, below: 1 });
  checkNumber('tag', 'wordDropout', options.wordDropout ?? 0, { least: 0 });
  checkNumber('tag', 'lr', options.lr ?? 1, { above: 0 });
  checkNumber('tag', 'clip', options.clip ?? 1, { above: 0 });
  if (cell === 'jordan') {
    fail('bad-argument', 'tag', 'cell is jordan', `Choose ${formatList(taskCells, 'or')}`);
  }
  if (wordSize !== undefined && vectorSize !== undefined && wordSize !== vectorSize) {
    const what = `wordSize is ${wordSize}, and the pretrained vectors have ${vectorSize} numbers`;
    fail('bad-argument', 'tag', what, 'Leave wordSize out');
  }
  return {
    output: options.output ?? 'crf',
    cell,
    hidden: hidden ?? 128,
    layers: layers ?? 1,
    bidirectional: options.bidirectional ?? true,
    dropout: options.dropout ?? 0.4,
    characterSize: characterSize ?? 32,
    characterHidden: characterHidden ?? 32,
    wordSize: wordSize ?? vectorSize ?? 100,
    wordDropout: options.wordDropout ?? 0.25,
    batch: batch ?? 16,
    lr: options.lr ?? 0.003,
    clip: options.clip ?? 5,
    seed: options.seed ?? 1,
    ...limitsOf(options, { epochs: 15 }),
  };
}
