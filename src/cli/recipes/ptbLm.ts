import { languageRecipe } from './languageRecipe.ts';

const file = (split: string): string => `ptb-lm/ptb.${split}.txt.gz`;

/**
 * Words of the Wall Street Journal, as Mikolov prepared them, a symbol at the end of each line; two layers of 200 units. The
 * published figure is that of a model of this size (Zaremba, Sutskever and Vinyals, 2014).
 */
export const recipe = languageRecipe({
  name: 'ptb-lm',
  summary: 'a word model of the Penn Treebank, two layers of 200 units, about twenty minutes; perplexity',
  train: file('train'),
  valid: file('valid'),
  test: file('test'),
  settings: {
    unit: 'spaced',
    hidden: 200,
    layers: 2,
    tied: true,
    dropout: 0.25,
    context: 35,
    batch: 20,
    optimizer: 'sgd',
    epochs: 12,
  },
  metric: (column) => column === 'perplexity',
  published: 115.9,
});
