import { formatCount } from '../../support/format.ts';

/** `1 reply`, `12,000 replies`. */
export const formatReplies = (count: number): string =>
  `${formatCount(count)} ${count === 1 ? 'reply' : 'replies'}`;
