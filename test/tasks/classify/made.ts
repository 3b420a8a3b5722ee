import { normal, stream, uniform } from '../../../src/support/random.ts';

/** Noisy steps of two channels that turn one way or the other, of 6 to 14 steps each. */
export function turns(count: number, seed = 1): { steps: number[][]; label: string }[] {
  return Array.from({ length: count }, (_, k) => {
    const source = stream(seed, k);
    const length = 6 + Math.floor(9 * uniform(source, 0));
    const start = 6 * uniform(source, 1);
    const way = k % 2 === 0 ? 1 : -1;
    const steps = Array.from({ length }, (_step, t) => {
      const angle = start + way * 0.7 * t;
      return [
        10 + 3 * Math.cos(angle) + 0.3 * normal(source, 2 + 2 * t),
        Math.sin(angle) + 0.1 * normal(source, 3 + 2 * t),
      ];
    });
    return { steps, label: way > 0 ? 'left' : 'right' };
  });
}

const subjects = ['the film', 'this book', 'that song', 'the play', 'my dinner'];
const good = ['was lovely', 'made me smile', 'is a joy'];
const bad = ['was awful', 'made me yawn', 'is a bore'];

/** Opinions: good, bad, and every fifth about a film with a label of its own where several are wanted. */
export function opinions(count: number): { text: string; label: string }[] {
  return Array.from({ length: count }, (_, k) => {
    const isGood = k % 3 !== 0;
    const says = (isGood ? good : bad)[(k % 7) % 3];
    return { text: `${subjects[k % 5]} ${says}`, label: isGood ? 'good' : 'bad' };
  });
}
