import { multi30k } from './multi30k.ts';

/** German captions into English, with attention. */
export const recipe = multi30k(['de', 'en'], {
  name: 'multi30k-de-en',
  summary: 'German captions into English, with attention, half an hour; BLEU',
  conditioning: 'luong',
  published: 28.3,
});
