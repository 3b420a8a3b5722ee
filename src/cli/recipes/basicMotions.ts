import { classifyRecipe } from './classifyRecipe.ts';

/** What the wearer of a watch does, from its six channels: 40 sequences to train on (Bagnall et al., 2018). */
export const recipe = classifyRecipe({
  name: 'basic-motions',
  summary: 'motions of the wearer of a watch, from 40 examples, seconds; accuracy in percent',
  train: 'basic-motions/BasicMotions_TRAIN.ts',
  test: 'basic-motions/BasicMotions_TEST.ts',
  settings: { bidirectional: true, pooling: 'max', batch: 5, epochs: 60, validFraction: 0.2 },
  published: null,
});
