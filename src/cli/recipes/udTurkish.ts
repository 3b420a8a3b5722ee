import { tagRecipe } from './tagRecipe.ts';

const file = (split: string): string => `ud-turkish-imst/tr_imst-ud-${split}.conllu.gz`;

/** Parts of speech of Turkish, whose words are long and rarely seen twice: much is read from characters. */
export const recipe = tagRecipe({
  name: 'ud-turkish-imst',
  summary: 'parts of speech (UPOS) of Turkish, under eight minutes; accuracy in percent',
  splits: { train: file('train'), valid: file('dev'), test: file('test') },
  settings: {
    hidden: 192,
    characterHidden: 100,
    characterSize: 64,
    wordDropout: 1,
    dropout: 0.5,
    batch: 8,
    epochs: 30,
  },
  score: 'accuracy',
  metric: 'accuracy of UPOS',
  published: null,
});
