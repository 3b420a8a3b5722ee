import { classifyRecipe } from './classifyRecipe.ts';

/** What the wearer of a watch does, from its six channels: 40 sequences to train on (Bagnall et al., 2018). */
export const recipe = classifyRecipe({
  name: 'basic-motions',
  summary: 'motions of the wearer of a watch, from 40 examples, seconds; accuracy in percent',
  train: 'basic-motions/BasicMotions_TRAIN.ts',
  test: 'basic-motions/BasicMotions_TEST.ts',
  settings: { batch: 8, epochs: 40 },
  published: null,
});
