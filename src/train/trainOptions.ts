import type { Parameters } from '../nn/parameters.ts';
import type { Pass } from '../nn/pass.ts';
import { fail } from '../support/errors.ts';
import type { Context } from '../tensor/context.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Budget } from './budget.ts';
import type { ClipLimits } from './clip.ts';
import { checkNumber } from '../support/checkNumber.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import type { SavedState } from './savedState.ts';
import type { Schedule } from './schedules/schedule.ts';
import type { TrainingControl } from './trainingControl.ts';
import type { TrainingEvent } from './trainingEvent.ts';

/** The mean loss of a batch (one element), and over how many tokens (steps, sequences, ...) it is the mean. */
export interface BatchLoss {
  readonly loss: Tensor;
  readonly tokens: number;
}

/** State that a model carries from batch to batch, as in truncated backpropagation through time. */
export interface CarriedState {
  save(): SavedState;
  load(saved: SavedState): void;
}

/** What `train` needs to train any model. B is a batch as plain data, as the indices of its sequences. */
export interface TrainOptions<B> {
  readonly context: Context;
  readonly parameters: Parameters;
  /** The forward pass of one batch; runs inside `context.step`. */
  readonly loss: (batch: B, pass: Pass) => BatchLoss;
  /** The batches of epoch 0, 1, ...: a pure function, so that a resumed run gets the same. See shuffledBatches. */
  readonly batches: (epoch: number) => readonly B[] | Promise<readonly B[]>;
  readonly optimizer: Optimizer;
  /** Learning rate by step. */
  readonly schedule: Schedule;
  readonly budget: Budget;
  /** Limits the norm of all gradients, or each element of them. By norm first. */
  readonly clip?: ClipLimits;
  /** Keys the randomness of `pass`. Default 0. */
  readonly seed?: number;
  /** Metrics on held-out data, at the end of each epoch, or every `validateEvery` steps instead. */
  readonly validate?: () => Metrics | Promise<Metrics>;
  readonly validateEvery?: number;
  /** The metric that early stopping, best weights and a plateau schedule look at. Default: `loss`, lower is better. */
  readonly monitor?: { readonly metric: string; readonly better: 'lower' | 'higher' };
  /** Stops after this many validations in a row without a new best. */
  readonly patience?: number;
  /** Validates, and ends with, an exponential moving average of the weights. */
  readonly average?: { readonly decay: number };
  readonly carried?: CarriedState;
  /** Hands over everything needed to go on, every so many steps or minutes at work, and when the training ends. */
  readonly checkpoint?: {
    readonly every?: number;
    readonly minutes?: number;
    readonly save: (saved: SavedState) => void | Promise<void>;
  };
  /** What `checkpoint.save` got: goes on from there. */
  readonly resume?: SavedState;
  /** Every event; steps at most ten times a second. */
  readonly onProgress?: (event: TrainingEvent) => void;
  /** Every event, every step: for a metrics file. */
  readonly log?: (event: TrainingEvent) => void;
  /** Tells the gradients by lag of every so many steps, from the first: events `gradients`. They change no number. */
  readonly watch?: number;
  /** Stops after the current step. */
  readonly signal?: AbortSignal;
  readonly control?: TrainingControl;
  /** A monotonic clock in milliseconds. */
  readonly now?: () => number;
}

export type Metrics = Readonly<Record<string, number>>;

/** Throws `bad-argument` for what cannot be meant. */
export function checkTrainOptions<B>(options: TrainOptions<B>): void {
  const { budget, clip, checkpoint, seed = 0 } = options;
  const positive: [string, number | undefined, whole: boolean][] = [
    ['budget.epochs', budget.epochs, true],
    ['budget.steps', budget.steps, true],
    ['budget.minutes', budget.minutes, false],
    ['clip.norm', clip?.norm, false],
    ['clip.value', clip?.value, false],
    ['validateEvery', options.validateEvery, true],
    ['patience', options.patience, true],
    ['watch', options.watch, true],
    ['checkpoint.every', checkpoint?.every, true],
    ['checkpoint.minutes', checkpoint?.minutes, false],
  ];
  for (const [argument, value, whole] of positive) {
    if (value !== undefined) checkNumber('train', argument, value, { above: 0, whole });
  }
  checkNumber('train', 'seed', seed, { least: 0, whole: true });
  if (budget.epochs === undefined && budget.steps === undefined && budget.minutes === undefined) {
    fail('bad-argument', 'train', 'the budget is empty', 'Give budget: { epochs }, { steps } or { minutes }');
  }
  if (Object.keys(options.parameters).length === 0) {
    fail('bad-argument', 'train', 'there are no parameters', 'Give the parameters of the model by name');
  }
  for (const name of ['patience', 'validateEvery', 'monitor'] as const) {
    if (options.validate !== undefined || options[name] === undefined) continue;
    fail('bad-argument', 'train', `${name} without validate`, 'Give validate, whose metrics it is about');
  }
}
