import { stream, uniform } from '../../../src/support/random.ts';

/** Orders with a name, which comes once or twice in a quarter of them, and is in another place of the target. */
export const named = (count: number): { source: string; target: string }[] =>
  Array.from({ length: count }, (_, k) => {
    const pick = (place: number, from: readonly string[]): string =>
      from[Math.floor(from.length * uniform(stream(5, k), place))];
    const vowels = Array.from('aeiou');
    const rare = [
      pick(0, Array.from('BCDFGKLM')),
      pick(1, vowels),
      pick(2, Array.from('bcdfgklm')),
      pick(3, vowels),
    ].join('');
    const name = pick(4, [rare, '', '', '']) || pick(5, ['Anna', 'Ben', 'Carl', 'Dora', 'Emil']);
    const [verb, when] = [pick(6, ['see', 'call', 'ask']), pick(7, ['now', 'today', 'later'])];
    return { source: `please ${verb} ${name} ${when}`, target: `${when} ${verb} ${name} !` };
  });
