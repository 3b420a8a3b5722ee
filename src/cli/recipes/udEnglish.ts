import { tagRecipe } from './tagRecipe.ts';

const file = (split: string): string => `ud-english-ewt/en_ewt-ud-${split}.conllu.gz`;

/** Parts of speech of English web text, tokens given; the publications that are known use other releases. */
export const recipe = tagRecipe({
  name: 'ud-english-ewt',
  summary: 'parts of speech (UPOS) of English web text, under twenty minutes; accuracy in percent',
  splits: { train: file('train'), valid: file('dev'), test: file('test') },
  settings: { hidden: 160, dropout: 0.5, batch: 16, epochs: 12 },
  score: 'accuracy',
  metric: 'accuracy of UPOS',
  published: null,
});
