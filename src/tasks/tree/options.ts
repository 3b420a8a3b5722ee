import type { LabelColumn } from '../../data/tree/parseConllu.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { type Limits, limitsOf } from '../limitsOf.ts';
import type { TrainingOptions } from '../task.ts';

/** How a node is made of its children. */
export const compositions = ['child-sum', 'n-ary', 'recursive', 'tensor', 'sequence'] as const;
export type Composition = (typeof compositions)[number];

/** Which labels are learned. */
export const targets = ['nodes', 'root'] as const;
export type Target = (typeof targets)[number];

export interface TreeOptions extends TrainingOptions {
  /** Default n-ary for trees of at most four children to a node, else child-sum. */
  readonly composition?: Composition;
  /** Where the labels of CoNLL-U stand; default deprel. */
  readonly column?: LabelColumn;
  /** Default nodes. */
  readonly target?: Target;
  /** Width of the vectors that stand for words; recursive and tensor: that of `hidden`. */
  readonly embedding?: number;
  /** Words that occur less often are unknown. */
  readonly minCount?: number;
  /** Words are read in lower case. */
  readonly lowercase?: boolean;
  /** Learning rate of the vectors of words; `lr` is that of all else. */
  readonly wordLr?: number;
  /** L2 penalty, but not on the vectors of words. */
  readonly weightDecay?: number;
  /** Leaves out what is no tree, or lacks a label, and counts it. */
  readonly skipBad?: boolean;
}

/** Options with all defaults filled in: plain data, stored in model.json. */
export type CompleteOptions = Limits & {
  readonly composition: Composition;
  readonly column: LabelColumn;
  readonly target: Target;
  readonly hidden: number;
  readonly embedding: number;
  readonly bidirectional: boolean;
  readonly dropout: number;
  readonly batch: number;
  readonly lr: number;
  readonly wordLr: number;
  readonly weightDecay: number;
  readonly minCount: number;
  readonly lowercase: boolean;
  readonly seed: number;
  readonly validFraction: number;
};

/** Learning rates by what a unit sums over: the tensor's by the square of what the others' do. */
const rates: Readonly<Record<Composition, number>> = {
  'child-sum': 0.02,
  'n-ary': 0.02,
  recursive: 0.01,
  tensor: 0.002,
  sequence: 0.02,
};

/** The most children of a node for which N-ary is the default. */
const FEW_CHILDREN = 4;

/** The options with all defaults, for trees of `arity` children at most. Throws `bad-argument`. */
export function completeOptions(options: TreeOptions, arity: number): CompleteOptions {
  const composition = options.composition ?? (arity <= FEW_CHILDREN ? 'n-ary' : 'child-sum');
  const isPlain = composition === 'recursive' || composition === 'tensor';
  const hidden = options.hidden ?? (composition === 'tensor' ? 30 : isPlain ? 50 : 100);
  const complete = {
    composition,
    column: options.column ?? 'deprel',
    target: options.target ?? 'nodes',
    hidden,
    embedding: options.embedding ?? hidden,
    bidirectional: options.bidirectional ?? false,
    dropout: options.dropout ?? 0.3,
    batch: options.batch ?? 32,
    lr: options.lr ?? rates[composition],
    wordLr: options.wordLr ?? 0.1,
    weightDecay: options.weightDecay ?? 1e-4,
    minCount: options.minCount ?? 1,
    lowercase: options.lowercase ?? false,
    seed: options.seed ?? 1,
    validFraction: options.validFraction ?? 0.1,
    ...limitsOf(options, { epochs: 10 }),
  };
  for (const name of ['hidden', 'embedding', 'batch', 'minCount'] as const)
    checkNumber('tree', name, complete[name], { least: 1, whole: true });
  checkNumber('tree', 'dropout', complete.dropout, { least: 0, below: 1 });
  checkNumber('tree', 'lr', complete.lr, { above: 0 });
  checkNumber('tree', 'wordLr', complete.wordLr, { least: 0 });
  checkNumber('tree', 'weightDecay', complete.weightDecay, { least: 0 });
  if (isPlain && complete.embedding !== hidden) {
    const what = `embedding is ${complete.embedding} and hidden is ${hidden}`;
    fail('bad-argument', 'tree', what, `Leave out embedding: in a ${composition} network words are nodes`);
  }
  return complete;
}
