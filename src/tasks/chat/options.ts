import type { DialogFormat } from '../../data/dialog/readDialogs.ts';
import type { Unit } from '../../data/text/coder/units.ts';
import { attends, type Conditioning } from '../../nn/decoder/decoder.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';
import { type Limits, limitsOf } from '../limitsOf.ts';
import type { TrainingOptions } from '../task.ts';
import { type TaskCell, taskCells } from '../taskCell.ts';

export const modes = ['generate', 'rank'] as const;

/** How a reply comes about: it is written word by word, or it is the best of a list of candidates. */
export type Mode = (typeof modes)[number];

export interface ChatOptions extends TrainingOptions {
  readonly mode?: Mode;
  /** Reads turns one by one, and a recurrence over the turns follows the dialog (Serban et al., 2016). */
  readonly hierarchical?: boolean;
  /** How many turns before a reply are read; for models that are not hierarchical. */
  readonly turns?: number;
  /** What a symbol is. Default: a word. */
  readonly unit?: Unit;
  /** Reads and writes small letters only. */
  readonly lowercase?: boolean;
  /** The most symbols of the vocabulary. */
  readonly vocabulary?: number;
  /** Symbols that occur less often are read as unknown. */
  readonly minCount?: number;
  /** Width of the vectors of symbols. */
  readonly embedding?: number;
  /** Where the decoder sees the history. */
  readonly conditioning?: Conditioning;
  /** Share of the target spread over all symbols. */
  readonly smoothing?: number;
  /** Limit on the norm of the gradient. */
  readonly clip?: number;
  /** The most symbols of a turn: dialogs with longer ones are refused. */
  readonly maxTokens?: number;
  /** A file of replies to rank beside those of the training data: a reply per line, with a number before it or not. */
  readonly candidates?: string;
  /** A file of values that stand for slots: `[slot]` is read and written in their place. */
  readonly slots?: string;
  /** How files are read. Default: by their content. */
  readonly format?: DialogFormat;
  /** Leave out what is bad, and count it. */
  readonly skipBad?: boolean;
}

/** Options with all defaults filled in: plain data, stored in model.json. */
export type CompleteOptions = Limits & {
  readonly mode: Mode;
  readonly hierarchical: boolean;
  /** 0: all of them. */
  readonly turns: number;
  readonly unit: Unit;
  readonly lowercase: boolean;
  readonly vocabulary: number;
  readonly minCount: number;
  readonly embedding: number;
  readonly cell: TaskCell['cell'];
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly conditioning: Conditioning | 'none';
  readonly dropout: number;
  readonly smoothing: number;
  readonly batch: number;
  readonly lr: number;
  readonly clip: number;
  readonly seed: number;
};

/** Turns before a reply that are read. */
const TURNS = 6;

/** Symbols of a turn to train on at most, unless more are asked for. */
export const MAX_TOKENS = 1000;

/** The options with all defaults. Throws `bad-argument`. */
export function completeOptions(options: ChatOptions): CompleteOptions {
  const { mode = 'generate', hierarchical = false, cell = 'gru', hidden = 128 } = options;
  const { layers = 1, batch = 16, embedding = 64, vocabulary = 20_000, minCount = 1, turns } = options;
  const { dropout = 0.2, smoothing = 0, lr = 0.003, clip = 5 } = options;
  const counts = { hidden, layers, batch, embedding, vocabulary, minCount, turns: turns ?? 1 };
  for (const [name, value] of Object.entries(counts))
    checkNumber('chat', name, value, { least: 1, whole: true });
  checkNumber('chat', 'dropout', dropout, { least: 0, below: 1 });
  checkNumber('chat', 'smoothing', smoothing, { least: 0, below: 1 });
  checkNumber('chat', 'lr', lr, { above: 0 });
  checkNumber('chat', 'clip', clip, { above: 0 });
  if (cell === 'jordan')
    fail('bad-argument', 'chat', 'cell is jordan', `Choose ${formatList(taskCells, 'or')}`);
  if (hierarchical && turns !== undefined) {
    const what = `turns is ${turns}, and a hierarchical model reads all turns`;
    fail('bad-argument', 'chat', what, 'Leave one of them out');
  }
  const unused = (['conditioning', 'smoothing'] as const).find((name) => options[name] !== undefined);
  if (mode === 'rank' && unused !== undefined) {
    const what = `${unused} is given, and a model that ranks writes nothing`;
    fail('bad-argument', 'chat', what, 'Leave it out, or choose the mode generate');
  }
  return {
    mode,
    hierarchical,
    turns: hierarchical ? 0 : (turns ?? TURNS),
    unit: options.unit ?? 'word',
    lowercase: options.lowercase ?? false,
    vocabulary,
    minCount,
    embedding,
    cell,
    hidden,
    layers,
    bidirectional: options.bidirectional ?? true,
    conditioning: mode === 'rank' ? 'none' : (options.conditioning ?? 'luong'),
    dropout,
    smoothing,
    batch,
    lr,
    clip,
    seed: options.seed ?? 1,
    ...limitsOf(options, { epochs: 20 }),
  };
}

/** Whether the decoder attends to the history. */
export const looksBack = (conditioning: CompleteOptions['conditioning']): boolean =>
  conditioning !== 'none' && attends(conditioning);

/** The options with the unit of a model to go on from. */
export const keepUnit = (options: ChatOptions, unit: Unit | undefined): ChatOptions =>
  unit ? { ...options, unit } : options;
