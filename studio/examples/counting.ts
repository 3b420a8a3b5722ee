import { stream, uniform } from 'unrolled';

const ones =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** A number below a hundred in words. */
export function inWords(number: number): string {
  if (number < 20) return ones[number];
  const ten = tens[Math.floor(number / 10) - 2];
  return number % 10 === 0 ? ten : `${ten}-${ones[number % 10]}`;
}

/** Lines of eight numbers in words, each one more than the one before, from random ones on. */
export function counting(): string {
  const source = stream(5);
  return Array.from({ length: 1200 }, (_, line) => {
    const first = Math.floor(92 * uniform(source, line));
    return Array.from({ length: 8 }, (_, k) => inWords(first + k)).join(' ');
  })
    .join('\n')
    .concat('\n');
}
