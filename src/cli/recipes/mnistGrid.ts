import { classifyRecipe } from './classifyRecipe.ts';

/** Digits as grids of 7 x 7 blocks, read from four corners by two-dimensional LSTMs. */
export const recipe = classifyRecipe({
  name: 'mnist-grid',
  summary: 'digits read in two dimensions, about a minute; accuracy in percent',
  train: 'mnist/train-images-idx3-ubyte.gz',
  test: 'mnist/t10k-images-idx3-ubyte.gz',
  files: ['mnist/train-labels-idx1-ubyte.gz', 'mnist/t10k-labels-idx1-ubyte.gz'],
  settings: {
    layout: 'grid',
    grid: 'mdlstm',
    block: 4,
    hidden: 48,
    dropout: 0,
    batch: 64,
    lr: 0.006,
    steps: 1900,
  },
  published: null,
});
