import { stream, uniform } from '../../src/support/random.ts';

/** A text of `count` words drawn from a few, with some order in it. */
export function madeText(count: number, seed = 1): string {
  const words = ['the', 'sea', 'was', 'calm', 'and', 'grey', 'when', 'we', 'left', 'harbour'];
  const draw = stream(seed);
  return Array.from({ length: count }, (_, k) => {
    const word = words[(k + Math.floor(3 * uniform(draw, k))) % words.length];
    return k % 12 === 11 ? `${word}.\n` : `${word} `;
  }).join('');
}

/** A CSV file of a daily series, the logistic map (May, 1976): it takes a network long to learn, and it does learn it. */
export function madeSeries(rows: number): string {
  const lines: string[] = [];
  for (let t = 0, x = 0.3; t < rows; t++, x = 3.8 * x * (1 - x)) {
    lines.push(`${new Date(Date.UTC(2023, 0, 1 + t)).toISOString().slice(0, 10)},${(10 * x).toFixed(4)}\n`);
  }
  return `day,level\n${lines.join('')}`;
}
