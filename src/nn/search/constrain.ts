import type { Writing } from './hypothesis.ts';

/** Sets the scores [V] of what may not follow `symbols` in sequence k to -Infinity. The end always may, but in a prefix. */
export function constrain(
  scores: Float32Array,
  symbols: readonly number[],
  k: number,
  { prefixes, noRepeat, end }: Pick<Writing, 'prefixes' | 'noRepeat' | 'end'>,
): void {
  const forced = prefixes?.[k]?.[symbols.length];
  if (forced !== undefined) {
    const score = scores[forced];
    scores.fill(-Infinity);
    // What the model holds impossible is written all the same.
    scores[forced] = Math.max(score, -Number.MAX_VALUE);
    return;
  }
  if (noRepeat === undefined || symbols.length < noRepeat - 1) return;
  const open = symbols.length - noRepeat + 1;
  for (let from = 0; from < open; from++) {
    let same = 0;
    while (same < noRepeat - 1 && symbols[from + same] === symbols[open + same]) same++;
    const next = symbols[from + noRepeat - 1];
    if (same === noRepeat - 1 && next !== end) scores[next] = -Infinity;
  }
}
