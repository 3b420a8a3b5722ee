import { stream, substream, uniform } from 'unrolled';

/** A text of brackets, and how it ends. */
export interface Brackets {
  readonly text: string;
  readonly label: 'balanced' | 'left open' | 'closed too early';
}

/** What brackets amount to: as soon as one closes that was never opened, nothing can mend it. */
export function labelOf(text: string): Brackets['label'] {
  let depth = 0;
  for (const sign of text) {
    depth += sign === '(' ? 1 : -1;
    if (depth < 0) return 'closed too early';
  }
  return depth === 0 ? 'balanced' : 'left open';
}

/** Texts of 4 to 20 brackets, as many of each label. */
export function brackets(count: number, seed: number): Brackets[] {
  const found: Record<Brackets['label'], Brackets[]> = {
    balanced: [],
    'left open': [],
    'closed too early': [],
  };
  const each = Math.ceil(count / 3);
  for (let k = 0; Object.values(found).some((list) => list.length < each); k++) {
    const text = draw(seed, k);
    const label = labelOf(text);
    if (found[label].length < each) found[label].push({ text, label });
  }
  return Array.from({ length: each }, (_, k) => Object.values(found).map((list) => list[k]))
    .flat()
    .slice(0, count);
}

/** A walk that tends to open at first and to close towards the end. */
function draw(seed: number, number: number): string {
  const source = substream(stream(seed), number);
  const length = 4 + 2 * Math.floor(9 * uniform(source, 0));
  let depth = 0;
  return Array.from({ length }, (_, step) => {
    const left = length - step;
    const open = depth >= left ? 0.08 : depth <= 0 ? 0.93 : 0.5;
    const sign = uniform(source, step + 1) < open ? '(' : ')';
    depth += sign === '(' ? 1 : -1;
    return sign;
  }).join('');
}
