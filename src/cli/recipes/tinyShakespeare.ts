import { languageRecipe } from './languageRecipe.ts';

/**
 * Characters of Shakespeare: the first 90 % to train on, the last 10 % to validate on (Karpathy, char-rnn, 2015). One layer
 * of 512 units, nine times through the text.
 */
export const recipe = languageRecipe({
  name: 'tiny-shakespeare',
  summary:
    'a character model of Shakespeare, ten minutes on a processor; validation loss in nats per character',
  train: 'tiny-shakespeare/input.txt.gz',
  settings: {
    validFraction: 0.1,
    epochs: 9,
    hidden: 512,
    layers: 1,
    embedding: 64,
    batch: 32,
    context: 100,
    lr: 0.003,
    dropout: 0.2,
  },
  metric: (column) => column === 'nats per character',
  published: null,
});
