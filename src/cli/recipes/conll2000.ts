import { tagRecipe } from './tagRecipe.ts';

/** Chunks of newspaper text from words alone (Tjong Kim Sang and Buchholz, 2000). */
export const recipe = tagRecipe({
  name: 'conll2000',
  summary: 'chunks of newspaper text, from words alone, under twenty minutes; F1 in percent',
  splits: {
    train: 'conll2000-chunking/train.txt.gz',
    valid: 'conll2000-chunking/dev.txt.gz',
    test: 'conll2000-chunking/test.txt.gz',
  },
  settings: { hidden: 160, dropout: 0.5, batch: 16, epochs: 12 },
  score: 'F1',
  metric: 'F1 of chunks',
  published: null,
});
