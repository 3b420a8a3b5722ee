import type { Answers } from '../subject.ts';

/**
 * At most `passes` choices of answers with one of each sequence that has any, from its last one evenly back to its first:
 * apart, since the gradients of two answers of a sequence would be added up.
 */
export function pickAnswers({ sequences }: Pick<Answers, 'sequences'>, passes: number): number[][] {
  const own = new Map<number, number[]>();
  for (let m = 0; m < sequences.length; m++) {
    const list = own.get(sequences[m]);
    if (list) list.push(m);
    else own.set(sequences[m], [m]);
  }
  return Array.from({ length: passes }, (_, pass) =>
    [...own.values()].flatMap((list) => {
      const before = list.length - 1 - Math.floor((pass * list.length) / passes);
      const isNew =
        pass === 0 || before !== list.length - 1 - Math.floor(((pass - 1) * list.length) / passes);
      return isNew ? [list[before]] : [];
    }),
  ).filter((picked) => picked.length > 0);
}
