import { type ContentForm, type LabelledReading, layouts } from '../../data/labelled/labelledSequence.ts';
import type { CellChoice } from '../../nn/stack/cellChoice.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { type Limits, limitsOf } from '../limitsOf.ts';
import type { TrainingOptions } from '../task.ts';
import { hasChrono } from '../taskCell.ts';

export { layouts };
export const poolings = ['mean', 'max', 'last', 'attention'] as const;
/** How the states of all steps become one vector. */
export type ClassPooling = (typeof poolings)[number];
/** Those of them that pool the cells of a grid. */
export const gridPoolings = ['mean', 'max'] as const;
/** What reads pictures: two-dimensional LSTMs, or networks over rows and columns (ReNet). */
export const gridLayers = ['mdlstm', 'renet'] as const;
export const units = ['word', 'character'] as const;
export const classWeightings = ['none', 'balanced'] as const;

export interface ClassifyOptions extends TrainingOptions, LabelledReading {
  readonly pooling?: ClassPooling;
  /** What texts are split into. */
  readonly unit?: (typeof units)[number];
  /** Symbols that occur less often are read as unknown. */
  readonly minCount?: number;
  /** Width of the vectors of symbols. */
  readonly embedding?: number;
  /** `balanced`: a rare class counts as much as a frequent one. */
  readonly classWeights?: (typeof classWeightings)[number];
  /** Biases of an LSTM or GRU for memories of up to so many steps. */
  readonly chrono?: number;
  /** The sums in the gates of an LSTM or GRU are normalised. */
  readonly layerNorm?: boolean;
  /** The steps of every sequence are read in one order, drawn from this seed. */
  readonly permute?: number;
  /** What reads pictures. */
  readonly grid?: (typeof gridLayers)[number];
  /** Pixels on a side of the blocks that pictures are cut into. */
  readonly block?: number;
  /** The memory of two-dimensional LSTMs is a mixture of their neighbours', which does not grow. */
  readonly stable?: boolean;
  /** Pixels by which pictures are moved at random in training, at most. */
  readonly jitter?: number;
  /** Limit on the norm of the gradient. */
  readonly clip?: number;
  /** Leave out sequences that are bad, and count them. */
  readonly skipBad?: boolean;
}

/** Options with all defaults filled in: plain data, stored in model.json. */
export type CompleteOptions = Limits & {
  readonly cell: CellChoice['cell'];
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly dropout: number;
  readonly pooling: ClassPooling;
  readonly embedding: number;
  readonly unit: (typeof units)[number];
  readonly minCount: number;
  readonly classWeights: (typeof classWeightings)[number];
  readonly chrono?: number;
  readonly layerNorm: boolean;
  readonly permute?: number;
  readonly grid: (typeof gridLayers)[number];
  readonly block: number;
  readonly stable: boolean;
  readonly jitter: number;
  readonly batch: number;
  readonly lr: number;
  readonly clip: number;
  readonly seed: number;
};

const usualPooling = { text: 'max', numbers: 'last', grid: 'mean' } as const;

/** The options with all defaults, for sequences of one kind. Throws `bad-argument`. */
export function completeOptions(options: ClassifyOptions, kind: ContentForm['kind']): CompleteOptions {
  const {
    cell = 'lstm',
    hidden,
    layers,
    embedding,
    batch,
    chrono,
    permute,
    unit = 'word',
    layerNorm = false,
  } = options;
  const counts = { hidden, layers, embedding, batch, minCount: options.minCount, block: options.block };
  for (const [name, value = 1] of Object.entries(counts))
    checkNumber('classify', name, value, { least: 1, whole: true });
  checkNumber('classify', 'chrono', chrono ?? 2, { least: 2, whole: true });
  checkNumber('classify', 'permute', permute ?? 0, { least: 0, whole: true });
  checkNumber('classify', 'jitter', options.jitter ?? 0, { least: 0, whole: true });
  checkNumber('classify', 'dropout', options.dropout ?? 0, { least: 0, below: 1 });
  checkNumber('classify', 'lr', options.lr ?? 1, { above: 0 });
  checkNumber('classify', 'clip', options.clip ?? 1, { above: 0 });
  for (const [name, isGiven] of [
    ['chrono', chrono !== undefined],
    ['layerNorm', layerNorm],
  ] as const) {
    if (!isGiven || hasChrono(cell)) continue;
    const what = `${name} is given, and the cell is ${cell}`;
    fail('bad-argument', 'classify', what, 'Choose lstm or gru, or leave it out');
  }
  return {
    cell,
    hidden: hidden ?? 64,
    layers: layers ?? 1,
    bidirectional: options.bidirectional ?? false,
    dropout: options.dropout ?? 0.2,
    pooling: options.pooling ?? usualPooling[kind],
    embedding: embedding ?? 64,
    unit,
    minCount: options.minCount ?? (unit === 'word' ? 2 : 1),
    classWeights: options.classWeights ?? 'none',
    ...(chrono !== undefined && { chrono }),
    layerNorm,
    ...(permute !== undefined && { permute }),
    grid: options.grid ?? 'mdlstm',
    block: options.block ?? 2,
    stable: options.stable ?? false,
    jitter: options.jitter ?? 0,
    batch: batch ?? 32,
    lr: options.lr ?? 0.003,
    clip: options.clip ?? 1,
    seed: options.seed ?? 1,
    ...limitsOf(options, { epochs: 20 }),
  };
}
