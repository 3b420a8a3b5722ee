import { lengthBuckets } from '../data/window/lengthBuckets.ts';
import type { Parameters } from '../nn/parameters.ts';
import { stream } from '../support/random.ts';
import type { Context } from '../tensor/context.ts';
import type { FitModel } from '../train/fitModel.ts';
import { adam } from '../train/optimizers/adam.ts';
import { budgetOf } from './budgetOf.ts';
import type { TrainingOptions } from './task.ts';
import { warmedCosine } from './warmedCosine.ts';

/** Decay of the average of the weights that is validated and kept, unless a task lets it be chosen. */
export const AVERAGE = 0.998;

/**
 * How tasks train that learn from whole sequences: Adam with a warmed-up cosine, batches of similar length as indices of
 * sequences, weights averaged (`average`: the decay; at 0 they are not). `order`: the stream of the order of sequences below the seed.
 */
export function sequenceTraining(
  context: Context,
  parameters: Parameters,
  lengths: readonly number[],
  order: number,
  options: TrainingOptions &
    Required<Pick<TrainingOptions, 'batch' | 'lr' | 'seed'>> & {
      readonly clip: number;
      readonly average?: number;
    },
): Omit<FitModel<readonly number[]>['train'], 'loss' | 'validate' | 'monitor'> {
  const { batch, clip, seed, average = AVERAGE } = options;
  return {
    context,
    parameters,
    optimizer: adam(parameters),
    schedule: warmedCosine(options, Math.ceil(lengths.length / batch), {
      warm: 100,
      shrink: 50,
      patience: 1,
    }),
    budget: budgetOf(options),
    clip: { norm: clip },
    seed,
    ...(average > 0 && { average: { decay: average } }),
    batches: (epoch) =>
      lengthBuckets(lengths, batch, stream(seed, order, epoch)).map((indices) => Array.from(indices)),
  };
}
