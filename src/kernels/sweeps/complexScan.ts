import { kernel } from '../kernel.ts';
import { forEachRow } from './forEachRow.ts';
import { copyOrClear, loadRow, storeRow } from './rows.ts';
import { sumRows } from './sumRows.ts';

const work = ({ rows, hidden }: { readonly rows: number; readonly hidden: number }): number =>
  8 * rows * hidden;

/**
 * A linear recurrence of complex units with a constant factor each, over N packed rows, B sequences, H units:
 *
 *     h(t) = lambda h(t-1) + b(t)
 *
 * A row of 2H has the real parts, then the imaginary ones. Order of steps and threads: see `linearScan`.
 * Reads lambda[2, H], b[N, 2H], h0[B, 2H]. Writes y[N, 2H] = h(t), and hn[B, 2H], the state after the last step.
 */
export const complexScan = kernel(
  'complexScan',
  ['batchSizes', 'rows', 'steps', 'sequences', 'hidden', 'reverse', 'lambda', 'b', 'h0', 'y', 'hn'],
  ({ f, i }, a) => {
    const H = a.hidden;
    const lambda = loadRow(f, a.lambda, 0, 2 * H);
    copyOrClear(f, a.h0, a.hn, a.sequences * 2 * H);
    forEachRow(i, a, 'forward', (row, sequence) => {
      const h = loadRow(f, a.hn, sequence, 2 * H);
      const next = loadRow(f, a.b, row, 2 * H);
      for (let unit = 0; unit < H; unit++) {
        const [re, im] = [h[unit], h[H + unit]];
        next[unit] += lambda[unit] * re - lambda[H + unit] * im;
        next[H + unit] += lambda[unit] * im + lambda[H + unit] * re;
      }
      storeRow(f, a.y, row, next);
      storeRow(f, a.hn, sequence, next);
    });
  },
  work,
);

/**
 * The gradient of `complexScan`, against time. Reads lambda, h0 and y, and dy[N, 2H] and dhn[B, 2H], the gradients of y
 * and hn (NONE: zero). Writes db[N, 2H], which is the whole gradient of h(t), dh0[B, 2H], and where it is not NONE
 * dlambda[2, H], the sum over all rows of db(t) times the conjugate of h(t-1), in chunks of 4096 as in `sum`.
 */
export const complexScanBackward = kernel(
  'complexScanBackward',
  [
    ...['batchSizes', 'rows', 'steps', 'sequences', 'hidden', 'reverse', 'lambda', 'h0', 'y'],
    ...['dy', 'dhn', 'db', 'dh0', 'dlambda'],
  ] as const,
  ({ f, i }, a) => {
    const H = a.hidden;
    const lambda = loadRow(f, a.lambda, 0, 2 * H);
    /** Where the state before each row lies. */
    const before = new Array<number>(a.rows);
    copyOrClear(f, a.dhn, a.dh0, a.sequences * 2 * H);
    forEachRow(i, a, 'backward', (row, sequence, previous) => {
      before[row] = previous < 0 ? a.h0 + sequence * 2 * H : a.y + previous * 2 * H;
      const arrived = loadRow(f, a.dy, row, 2 * H);
      const dh = loadRow(f, a.dh0, sequence, 2 * H).map((later, unit) => later + arrived[unit]);
      const through = new Float64Array(2 * H);
      for (let unit = 0; unit < H; unit++) {
        const [re, im] = [dh[unit], dh[H + unit]];
        through[unit] = lambda[unit] * re + lambda[H + unit] * im;
        through[H + unit] = lambda[unit] * im - lambda[H + unit] * re;
      }
      storeRow(f, a.db, row, dh);
      storeRow(f, a.dh0, sequence, through);
    });
    if (a.dlambda < 0) return;
    const dh = (row: number, column: number): number => f[a.db + row * 2 * H + column];
    sumRows(
      f,
      a.dlambda,
      a.rows,
      H,
      (row, j) => dh(row, j) * f[before[row] + j] + dh(row, H + j) * f[before[row] + H + j],
    );
    sumRows(
      f,
      a.dlambda + H,
      a.rows,
      H,
      (row, j) => dh(row, H + j) * f[before[row] + j] - dh(row, j) * f[before[row] + H + j],
    );
  },
  work,
);
