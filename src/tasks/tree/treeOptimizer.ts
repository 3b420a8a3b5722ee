import type { Parameters } from '../../nn/parameters.ts';
import { adagrad } from '../../train/optimizers/adagrad.ts';
import { joinOptimizers } from '../../train/optimizers/joinOptimizers.ts';
import type { Optimizer } from '../../train/optimizers/optimizer.ts';
import type { CompleteOptions } from './options.ts';

/**
 * AdaGrad, with a learning rate of its own for the vectors of words and no penalty on them: most of them have no
 * gradient at a step, and AdaGrad makes steps of the same size of a penalty as of a gradient.
 */
export function treeOptimizer(
  parameters: Parameters,
  { lr, wordLr, weightDecay }: Pick<CompleteOptions, 'lr' | 'wordLr' | 'weightDecay'>,
): Optimizer {
  const isOfWords = ([name]: [string, unknown]): boolean => name.startsWith('embedding.');
  const all = Object.entries(parameters);
  const rest = Object.fromEntries(all.filter((entry) => !isOfWords(entry)));
  const words = Object.fromEntries(all.filter(isOfWords));
  return joinOptimizers([
    { optimizer: adagrad(rest, { weightDecay, epsilon: EPSILON }), share: 1 },
    { optimizer: adagrad(words, { epsilon: EPSILON }), share: wordLr / lr },
  ]);
}

const EPSILON = 1e-8;
