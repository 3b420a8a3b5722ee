import { tagRecipe } from './tagRecipe.ts';

const file = (split: string): string => `ud-turkish-imst/tr_imst-ud-${split}.conllu.gz`;

/** Parts of speech of Turkish, whose words are long and rarely seen twice: much is read from characters. */
export const recipe = tagRecipe({
  name: 'ud-turkish-imst',
  summary: 'parts of speech (UPOS) of Turkish, under eight minutes; accuracy in percent',
  splits: { train: file('train'), valid: file('dev'), test: file('test') },
  settings: { hidden: 128, characterHidden: 64, wordDropout: 1, dropout: 0.33, batch: 8, epochs: 25 },
  score: 'accuracy',
  metric: 'accuracy of UPOS',
  published: null,
});
