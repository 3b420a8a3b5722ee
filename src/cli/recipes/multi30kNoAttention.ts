import { multi30k } from './multi30k.ts';

/** German captions into English through one vector, which each step of the decoder reads (Cho et al., 2014). */
export const recipe = multi30k(['de', 'en'], {
  name: 'multi30k-no-attention',
  summary: 'German captions into English through one vector, without attention, half an hour; BLEU',
  conditioning: 'every',
  published: 20.6,
});
