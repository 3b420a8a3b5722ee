import type { ClassifyOptions } from '../../tasks/classify/options.ts';
import { classifyRecipe } from './classifyRecipe.ts';
import type { Recipe } from './recipe.ts';

/** One layer of at most 70,000 weights, as in the published comparisons. */
const settings: ClassifyOptions = {
  layout: 'pixels',
  cell: 'gru',
  hidden: 128,
  pooling: 'mean',
  dropout: 0.1,
  batch: 64,
  lr: 0.003,
  epochs: 12,
  validFraction: 0.05,
};

/** Digits read one pixel at a time, 784 steps (Le, Jaitly and Hinton, 2015). */
export const mnistPixels = (recipe: {
  readonly name: string;
  readonly summary: string;
  readonly settings?: ClassifyOptions;
  readonly published: number;
}): Recipe =>
  classifyRecipe({
    ...recipe,
    train: 'mnist/train-images-idx3-ubyte.gz',
    test: 'mnist/t10k-images-idx3-ubyte.gz',
    files: ['mnist/train-labels-idx1-ubyte.gz', 'mnist/t10k-labels-idx1-ubyte.gz'],
    settings: { ...settings, ...recipe.settings },
  });
