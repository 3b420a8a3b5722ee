import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';
import { type Limits, limitsOf } from '../limitsOf.ts';
import type { TrainingOptions } from '../task.ts';
import { type TaskCell, taskCells } from '../taskCell.ts';

/** What the text is cut into. */
export const units = ['character', 'byte', 'word', 'spaced'] as const;

export type Unit = (typeof units)[number];

/** What moves the weights: each by its own measure, or all by the gradient itself. */
export const optimizers = ['adamw', 'sgd'] as const;

export interface GenerateOptions extends TrainingOptions {
  /** Default character (a code point). */
  readonly unit?: Unit;
  /** Width of the vectors that stand for symbols. */
  readonly embedding?: number;
  /** The output's weights are the vectors of the symbols, which are as wide as the network then. */
  readonly tied?: boolean;
  /** Steps that the gradient goes back (truncated backpropagation through time; the state is carried on). */
  readonly context?: number;
  /** Symbols that occur less often are unknown. */
  readonly minCount?: number;
  /** The vocabulary's largest size. */
  readonly maxSymbols?: number;
  /** Default adamw. Plain gradient descent (sgd) takes rates from 1 to 20. */
  readonly optimizer?: (typeof optimizers)[number];
  /** Limit on the norm of the gradient. */
  readonly clip?: number;
  readonly weightDecay?: number;
}

/** Options with all defaults filled in: plain data, stored in model.json. */
export type CompleteOptions = Limits & {
  readonly unit: Unit;
  readonly cell: TaskCell['cell'];
  readonly hidden: number;
  readonly layers: number;
  readonly embedding: number;
  readonly tied: boolean;
  readonly dropout: number;
  readonly context: number;
  readonly batch: number;
  readonly optimizer: (typeof optimizers)[number];
  readonly lr: number;
  readonly clip: number;
  readonly weightDecay: number;
  readonly minCount: number;
  readonly maxSymbols: number;
  readonly seed: number;
  readonly validFraction: number;
};

/** The rate, and the limit on the gradient's norm, where none is given. */
const rates = { adamw: { lr: 0.004, clip: 1 }, sgd: { lr: 20, clip: 0.25 } } as const;

/** A budget for a text of `symbols` symbols, where none is given: ten epochs, and at least this many steps. */
const FEWEST_STEPS = 600;

/** Throws `bad-argument` for what cannot be meant. */
function checkOptions(options: GenerateOptions): void {
  const { hidden, layers, embedding, context, batch, minCount, maxSymbols, dropout, lr, clip } = options;
  const counts = { hidden, layers, embedding, context, batch, minCount, maxSymbols };
  for (const [name, value = 1] of Object.entries(counts)) {
    checkNumber('generate', name, value, { least: 1, whole: true });
  }
  checkNumber('generate', 'dropout', dropout ?? 0, { least: 0, below: 1 });
  checkNumber('generate', 'lr', lr ?? 1, { above: 0 });
  checkNumber('generate', 'clip', clip ?? 1, { above: 0 });
}

/** The options with all defaults. Throws `bad-argument`. */
export function completeOptions(options: GenerateOptions, symbols: number): CompleteOptions {
  checkOptions(options);
  const { unit = 'character', bidirectional, cell = 'lstm' } = options;
  if (bidirectional) {
    fail(
      'bad-argument',
      'generate',
      'bidirectional is set',
      'A text is generated from left to right: leave it out',
    );
  }
  if (cell === 'jordan') {
    fail(
      'bad-argument',
      'generate',
      'cell is jordan',
      `Choose ${formatList(taskCells, 'or')}: a Jordan network feeds back its output, whatever its size`,
    );
  }
  const words = unit === 'word' || unit === 'spaced';
  const { hidden = 256, tied = false, optimizer = 'adamw' } = options;
  const embedding = options.embedding ?? (tied ? hidden : words ? 128 : 48);
  if (tied && embedding !== hidden) {
    const what = `tied is set, with an embedding of ${embedding} and ${hidden} hidden units`;
    fail('bad-argument', 'generate', what, 'Make them equal, or leave the embedding out');
  }
  const batch = options.batch ?? 32;
  const context = options.context ?? (words ? 35 : 96);
  const stepsPerEpoch = Math.max(1, Math.floor(symbols / (batch * context)));
  return {
    unit,
    cell,
    hidden,
    layers: options.layers ?? 1,
    embedding,
    tied,
    dropout: options.dropout ?? 0.1,
    context,
    batch,
    optimizer,
    lr: options.lr ?? rates[optimizer].lr,
    clip: options.clip ?? rates[optimizer].clip,
    weightDecay: options.weightDecay ?? 0,
    minCount: options.minCount ?? (unit === 'word' ? 2 : 1),
    maxSymbols: options.maxSymbols ?? 20_000,
    seed: options.seed ?? 1,
    validFraction: options.validFraction ?? 0.1,
    ...limitsOf(options, { epochs: Math.max(10, Math.ceil(FEWEST_STEPS / stepsPerEpoch)) }),
  };
}
