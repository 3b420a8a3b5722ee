import { multi30k } from './multi30k.ts';

/** English captions into German, with attention. */
export const recipe = multi30k(['en', 'de'], {
  name: 'multi30k-en-de',
  summary: 'English captions into German, with attention, half an hour; BLEU',
  conditioning: 'luong',
  published: null,
});
