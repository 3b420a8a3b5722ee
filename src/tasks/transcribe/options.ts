import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';
import { type Limits, limitsOf } from '../limitsOf.ts';
import type { TrainingOptions } from '../task.ts';
import { type TaskCell, taskCells } from '../taskCell.ts';

/** What a label is: a character of the transcript, or what blanks part. */
export const units = ['character', 'token'] as const;
export type Unit = (typeof units)[number];

export interface TranscribeOptions extends TrainingOptions {
  /** What a label is. Default: a character. */
  readonly unit?: Unit;
  /** Steps that are read as one. Default: up to 4, as long as every transcript leaves room. */
  readonly stack?: number;
  /** The height that pictures are scaled to. Default: the one that most of them have. */
  readonly height?: number;
  /** Pixels by which pictures are moved up or down at random in training, at most. Default 0. */
  readonly jitter?: number;
  /** Columns by which a row of them is moved against the next one, at random in training, at most. Default 0. */
  readonly slant?: number;
  /** The share by which they are drawn out here and pressed together there, at random in training, at most. Default 0. */
  readonly stretch?: number;
  /** Limit on the norm of the gradient. */
  readonly clip?: number;
  /** A file of transcripts by id, for tables of numbers. */
  readonly labels?: string;
  /** The column of ids in tables. */
  readonly id?: string;
  /** Leave out what is bad, and count it. */
  readonly skipBad?: boolean;
}

/** Options with all defaults filled in: plain data, stored in model.json. */
export type CompleteOptions = Limits & {
  readonly stack: number;
  readonly cell: TaskCell['cell'];
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly dropout: number;
  readonly jitter: number;
  readonly slant: number;
  readonly stretch: number;
  readonly batch: number;
  readonly lr: number;
  readonly clip: number;
  readonly seed: number;
};

/** The options with all defaults; `stack` is what the data decides. Throws `bad-argument`. */
export function completeOptions(options: TranscribeOptions, stack: number): CompleteOptions {
  const { cell = 'lstm', hidden, layers, batch, height } = options;
  for (const [name, value = 1] of Object.entries({ hidden, layers, batch, height, stack: options.stack })) {
    checkNumber('transcribe', name, value, { least: 1, whole: true });
  }
  checkNumber('transcribe', 'dropout', options.dropout ?? 0, { least: 0, below: 1 });
  for (const name of ['jitter', 'slant'] as const)
    checkNumber('transcribe', name, options[name] ?? 0, { least: 0 });
  checkNumber('transcribe', 'stretch', options.stretch ?? 0, { least: 0, below: 1 });
  checkNumber('transcribe', 'lr', options.lr ?? 1, { above: 0 });
  checkNumber('transcribe', 'clip', options.clip ?? 1, { above: 0 });
  if (cell === 'jordan') {
    fail('bad-argument', 'transcribe', 'cell is jordan', `Choose ${formatList(taskCells, 'or')}`);
  }
  return {
    stack,
    cell,
    hidden: hidden ?? 128,
    layers: layers ?? 2,
    bidirectional: options.bidirectional ?? true,
    dropout: options.dropout ?? 0.3,
    jitter: options.jitter ?? 0,
    slant: options.slant ?? 0,
    stretch: options.stretch ?? 0,
    batch: batch ?? 16,
    lr: options.lr ?? 0.003,
    clip: options.clip ?? 5,
    seed: options.seed ?? 1,
    ...limitsOf(options, { epochs: 15 }),
  };
}
