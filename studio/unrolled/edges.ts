import type { Rows, UnrolledRecurrence } from 'unrolled';

/** The norms of all rows. */
export function norms({ width, data }: Rows): number[] {
  return Array.from({ length: data.length / width }, (_, row) =>
    Math.hypot(...data.subarray(row * width, (row + 1) * width)),
  );
}

/** Norms of the gradient along every edge of a recurrence. */
export interface EdgeNorms {
  /** By the name of the state that is carried, by step. */
  readonly states: Readonly<Record<string, readonly number[]>>;
  /** What is read, by step. */
  readonly input: readonly number[];
}

export const edgeNorms = ({ gradients, inputGradient }: UnrolledRecurrence): EdgeNorms => ({
  states: Object.fromEntries(Object.entries(gradients).map(([name, rows]) => [name, norms(rows)])),
  input: norms(inputGradient),
});

/** The largest norm of all. */
export const largest = (edges: readonly EdgeNorms[]): number =>
  Math.max(...edges.flatMap(({ states, input }) => [...Object.values(states).flat(), ...input]));

/** The thickest edge, and how much thinner one is for each power of ten, in pixels. */
const [THICK, PER_TEN, THIN] = [11, 2.5, 1];

/** How thick an edge is drawn: the largest gradient is thick, one ten times smaller 2.5 pixels thinner. */
export function thickness(norm: number, most: number): number {
  if (!(norm > 0)) return THIN;
  return Math.max(THIN, THICK + PER_TEN * Math.log10(norm / most));
}

/** A norm in few letters. */
export function shortNumber(value: number): string {
  if (value === 0) return '0';
  if (value < 0.001) return value.toExponential(0).replace('e-', 'e−');
  return value >= 10 ? value.toFixed(0) : Number(value.toPrecision(2)).toString();
}
