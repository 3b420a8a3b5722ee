import { kernel } from '../kernel.ts';
import { forEachRow } from './forEachRow.ts';
import { copyOrClear, loadRow, storeRow } from './rows.ts';
import { sigmoid } from './sigmoid.ts';

/** Where a(t) and b(t) come from; kernels get the position in this list as `kind`. */
export const scanKinds = ['given', 'minGru', 'minLstm'] as const;

interface Coefficients {
  /** Numbers that a row of x has for each unit. */
  readonly parts: number;
  /** a and b of one unit from its numbers in the row. */
  readonly value: (x: readonly number[]) => readonly [a: number, b: number];
  /** The gradients of these numbers, by those of a and b. */
  readonly slope: (x: readonly number[], da: number, db: number) => readonly number[];
}

/**
 * The shares f / (f + i) and i / (f + i) of f = sigmoid(forget), i = sigmoid(input). Neither sigmoid is formed, since both
 * may vanish: times (1 + e^-forget) (1 + e^-input), and by the largest power so that nothing overflows.
 */
function shares(forget: number, input: number): readonly [forget: number, input: number] {
  const most = Math.max(0, -forget, -input);
  const f = Math.exp(-most) + Math.exp(-input - most);
  const i = Math.exp(-most) + Math.exp(-forget - most);
  return [f / (f + i), i / (f + i)];
}

const definitions: Readonly<Record<(typeof scanKinds)[number], Coefficients>> = {
  given: { parts: 2, value: ([a, b]) => [a, b], slope: (_, da, db) => [da, db] },
  minGru: {
    parts: 2,
    value: ([z, n]) => [sigmoid(-z), sigmoid(z) * n],
    slope: ([z, n], da, db) => [(db * n - da) * sigmoid(z) * sigmoid(-z), db * sigmoid(z)],
  },
  minLstm: {
    parts: 3,
    value([f, i, n]) {
      const [a, share] = shares(f, i);
      return [a, share * n];
    },
    slope([f, i, n], da, db) {
      const [a, share] = shares(f, i);
      const slope = (da - db * n) * a * share;
      return [slope * sigmoid(-f), -slope * sigmoid(-i), db * share];
    },
  },
};

/** How many numbers a row of x has for each unit. */
export const scanParts = (kind: (typeof scanKinds)[number]): number => definitions[kind].parts;

const columnsOf = (row: Float64Array, parts: number, unit: number): number[] =>
  Array.from({ length: parts }, (_, part) => row[part * (row.length / parts) + unit]);

const work = ({ rows, hidden }: { readonly rows: number; readonly hidden: number }): number =>
  12 * rows * hidden;

/**
 * A linear recurrence whose coefficients depend on the input alone, over N packed rows, B sequences, H units:
 *
 *     h(t) = a(t) h(t-1) + b(t)
 *
 * x[N, P H] has the P numbers that a and b are made of, by kind = scanKinds[kind]:
 *
 *     given      a, b                                                      a and b themselves
 *     minGru     z, n       a = 1 - sigmoid(z), b = sigmoid(z) n
 *     minLstm    f, i, n    a = f' / (f' + i'), b = i' / (f' + i') n       f' = sigmoid(f), i' = sigmoid(i)
 *
 * Steps follow one another, as they do when a sequence is streamed, and units and sequences are side by side: on a
 * processor there are more of these than lanes and threads, so a scan by halves would only add work, and rounding that
 * depends on the length. In this order nothing needs logarithms: with 0 <= a <= 1 no product of a's is ever formed.
 *
 * Reads h0[B, H]. Writes y[N, H] = h(t), and hn[B, H], the state after the last step.
 */
export const linearScan = kernel(
  'linearScan',
  ['batchSizes', 'rows', 'steps', 'sequences', 'hidden', 'reverse', 'kind', 'x', 'h0', 'y', 'hn'],
  ({ f, i }, a) => {
    const { parts, value } = definitions[scanKinds[a.kind]];
    copyOrClear(f, a.h0, a.hn, a.sequences * a.hidden);
    forEachRow(i, a, 'forward', (row, sequence) => {
      const x = loadRow(f, a.x, row, parts * a.hidden);
      const h = loadRow(f, a.hn, sequence, a.hidden).map((before, unit) => {
        const [keep, add] = value(columnsOf(x, parts, unit));
        return keep * before + add;
      });
      storeRow(f, a.y, row, h);
      storeRow(f, a.hn, sequence, h);
    });
  },
  work,
);

/**
 * The gradient of `linearScan`, against time. Reads x, h0 and y, and dy[N, H] and dhn[B, H], the gradients of y and hn
 * (NONE: zero). a and b are made again of x, which takes less than keeping them would.
 * Writes dx[N, P H] and dh0[B, H], and where it is not NONE dh[N, H], the whole gradient of h(t).
 */
export const linearScanBackward = kernel(
  'linearScanBackward',
  [
    ...['batchSizes', 'rows', 'steps', 'sequences', 'hidden', 'reverse', 'kind', 'x', 'h0', 'y'],
    ...['dy', 'dhn', 'dx', 'dh0', 'dh'],
  ] as const,
  ({ f, i }, a) => {
    const { parts, value, slope } = definitions[scanKinds[a.kind]];
    const H = a.hidden;
    copyOrClear(f, a.dhn, a.dh0, a.sequences * H);
    forEachRow(i, a, 'backward', (row, sequence, previous) => {
      const x = loadRow(f, a.x, row, parts * H);
      const before = previous < 0 ? loadRow(f, a.h0, sequence, H) : loadRow(f, a.y, previous, H);
      const arrived = loadRow(f, a.dy, row, H);
      const dh = loadRow(f, a.dh0, sequence, H).map((later, unit) => later + arrived[unit]);
      const dx = new Float64Array(parts * H);
      const through = dh.map((gradient, unit) => {
        const numbers = columnsOf(x, parts, unit);
        slope(numbers, gradient * before[unit], gradient).forEach((d, part) => (dx[part * H + unit] = d));
        return value(numbers)[0] * gradient;
      });
      storeRow(f, a.dx, row, dx);
      storeRow(f, a.dh0, sequence, through);
      storeRow(f, a.dh, row, dh);
    });
  },
  work,
);
