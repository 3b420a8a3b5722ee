import { stream, uniform } from '../../../src/support/random.ts';

const words = 'one two three four five six'.split(' ');

/** Words in a row and their numbers from last to first: `two five one` to `1 5 2`. */
export function reversed(count: number, key = 1): { source: string; target: string }[] {
  return Array.from({ length: count }, (_, item) => {
    const own = stream(key, item);
    const pick = (unit: number, most: number): number => Math.floor(most * uniform(own, unit));
    const numbers = Array.from({ length: 1 + pick(0, 5) }, (_word, k) => pick(1 + k, words.length));
    const digits = numbers.map((number) => number + 1).reverse();
    return { source: numbers.map((number) => words[number]).join(' '), target: digits.join(' ') };
  });
}
