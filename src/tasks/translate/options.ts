import type { PairFormat } from '../../data/parallel/readPairs.ts';

import type { BridgeKind } from '../../nn/decoder/bridge.ts';
import { attends, type Conditioning } from '../../nn/decoder/decoder.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatList } from '../../support/format.ts';
import { type Limits, limitsOf } from '../limitsOf.ts';
import { AVERAGE } from '../sequenceTraining.ts';
import type { TrainingOptions } from '../task.ts';
import { type TaskCell, taskCells } from '../taskCell.ts';
import type { Decay } from './scheduledSampling.ts';
import type { Unit } from '../../data/text/coder/units.ts';

export const scores = ['additive', 'dot', 'general', 'concat'] as const;

export interface TranslateOptions extends TrainingOptions {
  /** What a symbol is, of both sides, or of each. Default: a word. */
  readonly unit?: Unit;
  readonly sourceUnit?: Unit;
  readonly targetUnit?: Unit;
  /** Both sides have one vocabulary and one table of vectors. */
  readonly shared?: boolean;
  /** Reads and writes small letters only. */
  readonly lowercase?: boolean;
  /** The most symbols of a vocabulary. */
  readonly vocabulary?: number;
  /** Symbols that occur less often are read as unknown. */
  readonly minCount?: number;
  /** Width of the vectors of symbols. */
  readonly embedding?: number;
  /**
   * Every layer of the encoder but the first reads two steps of the one below as one (Chan et al., 2016): the decoder
   * attends to half as many places for each.
   */
  readonly pyramid?: boolean;
  /** Units of the decoder's layers. Default: as wide as what the encoder puts out. */
  readonly decoderHidden?: number;
  /** Where the decoder sees the source. */
  readonly conditioning?: Conditioning;
  /** How queries and states are compared. */
  readonly score?: (typeof scores)[number];
  /** Each step reads what the step before has attended to as well. */
  readonly inputFeeding?: boolean;
  /**
   * What attending to the same place again costs, for additive attention that reads what it has attended to (See et al.,
   * 2017); without it there is no such thing.
   */
  readonly coverage?: number;
  /** Symbols may be copied from the source (See et al., 2017): those that the vocabulary does not have, too. */
  readonly pointer?: boolean;
  readonly bridge?: BridgeKind;
  /**
   * Minimum risk training (Shen et al., 2016), of a model to go on from: how many translations of a source are drawn, whose
   * risk, 1 less their BLEU, is the loss; 0: the likelihood of the targets is learned.
   */
  readonly risk?: number;
  /** How much the likelier of them count before the others. */
  readonly riskSharpness?: number;
  /** Share of the target spread over all symbols. */
  readonly smoothing?: number;
  /** Share of the decoder's inputs that are its own symbols, at the end of training (Bengio et al., 2015). */
  readonly samplingRate?: number;
  /** How the share of the targets' own symbols falls to that. */
  readonly samplingDecay?: Decay;
  /** Decay of the moving average of the weights that is validated and kept; at 0 the weights themselves are. */
  readonly average?: number;
  /** Limit on the norm of the gradient. */
  readonly clip?: number;
  /** The most symbols of a text: longer ones are refused. */
  readonly maxTokens?: number;
  /** How files are read. Default: by their content. */
  readonly format?: PairFormat;
  /** The targets of `validFile`, where sources and targets are two files. */
  readonly validTarget?: string;
  /** Leave out what is bad, and count it. */
  readonly skipBad?: boolean;
}

/** Options with all defaults filled in: plain data, stored in model.json. */
export type CompleteOptions = Limits & {
  readonly sourceUnit: Unit;
  readonly targetUnit: Unit;
  readonly shared: boolean;
  readonly lowercase: boolean;
  readonly vocabulary: number;
  readonly minCount: number;
  readonly embedding: number;
  readonly cell: TaskCell['cell'];
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly pyramid: boolean;
  readonly decoderHidden: number;
  readonly conditioning: Conditioning;
  readonly score: (typeof scores)[number] | 'none';
  readonly inputFeeding: boolean;
  readonly coverage: number;
  readonly pointer: boolean;
  readonly bridge: BridgeKind;
  readonly dropout: number;
  readonly risk: number;
  readonly riskSharpness: number;
  readonly smoothing: number;
  readonly samplingRate: number;
  readonly samplingDecay: Decay;
  readonly batch: number;
  readonly lr: number;
  readonly average: number;
  readonly clip: number;
  readonly seed: number;
};

/** What a symbol is, by side. */
export const unitsOf = ({
  unit = 'word',
  sourceUnit = unit,
  targetUnit = unit,
}: TranslateOptions): Pick<CompleteOptions, 'sourceUnit' | 'targetUnit'> => ({ sourceUnit, targetUnit });

/** The options with the units of a model to go on from. */
export const keepUnits = (
  options: TranslateOptions,
  known: { readonly source: { readonly unit: Unit }; readonly target: { readonly unit: Unit } } | undefined,
): TranslateOptions =>
  known ? { ...options, sourceUnit: known.source.unit, targetUnit: known.target.unit } : options;

/** The options with all defaults. Throws `bad-argument`. */
export function completeOptions(options: TranslateOptions): CompleteOptions {
  const { cell = 'lstm', hidden = 128, bidirectional = true, conditioning = 'luong' } = options;
  const { layers, batch, embedding, decoderHidden, vocabulary, minCount } = options;
  const counts = { hidden, layers, batch, embedding, decoderHidden, vocabulary, minCount };
  for (const [name, value = 1] of Object.entries(counts)) {
    checkNumber('translate', name, value, { least: 1, whole: true });
  }
  checkNumber('translate', 'dropout', options.dropout ?? 0, { least: 0, below: 1 });
  checkNumber('translate', 'smoothing', options.smoothing ?? 0, { least: 0, below: 1 });
  checkNumber('translate', 'samplingRate', options.samplingRate ?? 0, { least: 0, most: 1 });
  checkNumber('translate', 'lr', options.lr ?? 1, { above: 0 });
  checkNumber('translate', 'average', options.average ?? 0, { least: 0, below: 1 });
  checkNumber('translate', 'clip', options.clip ?? 1, { above: 0 });
  if (cell === 'jordan') {
    fail('bad-argument', 'translate', 'cell is jordan', `Choose ${formatList(taskCells, 'or')}`);
  }
  const { sourceUnit, targetUnit } = unitsOf(options);
  const pointer = options.pointer ?? false;
  // What is copied reads the same on both sides.
  const shared = pointer || (options.shared ?? false);
  if (shared && sourceUnit !== targetUnit) {
    const name = pointer ? 'pointer' : 'shared';
    const what = `${name}, with ${sourceUnit} and ${targetUnit} as units`;
    fail('bad-argument', 'translate', what, `Give both sides one unit, or leave out ${name}`);
  }
  if (options.score !== undefined && !attends(conditioning)) {
    const what = `score is ${options.score}, and conditioning ${conditioning} attends to nothing`;
    fail('bad-argument', 'translate', what, 'Leave it out, or choose bahdanau or luong');
  }
  const coverage = options.coverage ?? 0;
  checkNumber('translate', 'coverage', coverage, { least: 0 });
  const score = options.score ?? (coverage > 0 ? 'additive' : scoreOf[conditioning]);
  if (coverage > 0 && !(attends(conditioning) && score === 'additive')) {
    const what = attends(conditioning)
      ? `coverage, and score is ${score}`
      : `coverage, and conditioning ${conditioning} attends to nothing`;
    fail('bad-argument', 'translate', what, 'Leave it out, or choose additive attention');
  }
  const risk = options.risk ?? 0;
  checkNumber('translate', 'risk', risk, { least: 0, whole: true });
  checkNumber('translate', 'riskSharpness', options.riskSharpness ?? 1, { above: 0 });
  if (risk > 0) checkRisk(options);
  if (pointer) checkPointer(options, conditioning);
  const pyramid = options.pyramid ?? false;
  if (pyramid && (layers ?? 1) < 2)
    fail('bad-argument', 'translate', 'pyramid, and one layer', 'Give layers too, 2 at least');
  if (options.inputFeeding && conditioning !== 'luong') {
    const what = `inputFeeding, and conditioning is ${conditioning}`;
    fail('bad-argument', 'translate', what, 'Leave it out, or choose luong');
  }
  return {
    sourceUnit,
    targetUnit,
    shared,
    lowercase: options.lowercase ?? false,
    vocabulary: vocabulary ?? 20_000,
    minCount: minCount ?? 1,
    embedding: embedding ?? 128,
    cell,
    hidden,
    layers: layers ?? 1,
    bidirectional,
    pyramid,
    decoderHidden: decoderHidden ?? (bidirectional ? 2 * hidden : hidden),
    conditioning,
    score,
    inputFeeding: options.inputFeeding ?? false,
    coverage,
    pointer,
    bridge: options.bridge ?? 'tanh',
    dropout: options.dropout ?? 0.3,
    risk,
    riskSharpness: options.riskSharpness ?? 0.005,
    smoothing: options.smoothing ?? 0,
    samplingRate: options.samplingRate ?? 0,
    samplingDecay: options.samplingDecay ?? 'linear',
    batch: batch ?? 64,
    lr: options.lr ?? 0.002,
    average: options.average ?? AVERAGE,
    clip: options.clip ?? 5,
    seed: options.seed ?? 1,
    ...limitsOf(options, { epochs: 12 }),
  };
}

/** Risk takes the place of what is learned otherwise. */
function checkRisk({ smoothing = 0, samplingRate = 0, coverage = 0 }: TranslateOptions): void {
  for (const [name, value] of Object.entries({ smoothing, samplingRate, coverage })) {
    if (value > 0) fail('bad-argument', 'translate', `risk with ${name}`, 'Leave one of them out');
  }
}

/** A distribution of two parts is learned as it is. */
function checkPointer(
  { smoothing = 0, samplingRate = 0, pyramid = false }: TranslateOptions,
  conditioning: Conditioning,
): void {
  if (!attends(conditioning)) {
    const what = `pointer, and conditioning ${conditioning} attends to nothing`;
    fail('bad-argument', 'translate', what, 'Leave it out, or choose bahdanau or luong');
  }
  for (const [name, value] of Object.entries({ smoothing, samplingRate, pyramid })) {
    if (Number(value) > 0) fail('bad-argument', 'translate', `pointer with ${name}`, 'Leave one of them out');
  }
}

const scoreOf = { first: 'none', every: 'none', bahdanau: 'additive', luong: 'general' } as const;
