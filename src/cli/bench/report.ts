import type { BackendName } from '../../backend/backend.ts';
import { formatNumber } from '../../support/format.ts';
import { columns, drawTable } from '../output/drawTable.ts';
import { drawRatios } from './drawRatios.ts';
import { median } from './measure.ts';
import { formatSize, type Size } from './size.ts';
import type { BenchCell, Work } from './work.ts';

export interface BenchRow {
  readonly backend: BackendName;
  readonly cell: BenchCell;
  readonly work: Work;
  readonly size: Size;
  readonly threads: number;
  /** Median of one pass. */
  readonly seconds: number;
  /** 10^9 floating-point operations per second. */
  readonly gflops: number;
}

/** The peer's time over ours: above 1 where we are faster. */
export interface Ratio extends Pick<BenchRow, 'backend' | 'cell' | 'work' | 'size' | 'threads'> {
  readonly peer: string;
  readonly ratio: number;
  /** Turns that the peer's median is of. */
  readonly turns: number;
  /** What the peer does instead, where it has no such work. */
  readonly instead?: string;
}

/** What a peer does not do, and why. */
export interface Omission extends Omit<Ratio, 'backend' | 'ratio' | 'turns' | 'instead'> {
  readonly reason: string;
}

/** What a backend reached in the rounds of a size, in GFLOP/s. */
export interface Peaks extends Pick<BenchRow, 'backend' | 'size' | 'threads'> {
  /** Multiply-adds in registers. */
  readonly peak: number;
  /** A product of two 512 x 512 matrices. */
  readonly tile: number;
}

export interface BenchReport {
  readonly rows: readonly BenchRow[];
  readonly ratios: readonly Ratio[];
  readonly leftOut: readonly Omission[];
  readonly peaks: readonly Peaks[];
}

/** Lines for a terminal. */
export function drawReport({ rows, ratios, leftOut, peaks }: BenchReport): string[] {
  return [
    ...drawTable(
      columns(
        ['size BxTxIxH', 'cell', 'work', 'backend'],
        ['threads', 'ms', 'GFLOP/s', 'of peak', 'of tile'],
      ),
      rows.map((row) => {
        const reached = peaks.find((one) => isSame(one, row));
        const share = (most: number | undefined): string =>
          most === undefined ? '-' : `${((100 * row.gflops) / most).toFixed(0)} %`;
        return [
          formatSize(row.size),
          row.cell,
          row.work,
          row.backend,
          String(row.threads),
          formatNumber(1000 * row.seconds),
          row.gflops.toFixed(1),
          share(reached?.peak),
          share(reached?.tile),
        ];
      }),
    ),
    '',
    ...drawTable(
      columns(['backend'], ['threads', 'peak GFLOP/s', 'tile GFLOP/s']),
      seats(peaks).map((all) => [
        all[0].backend,
        String(all[0].threads),
        median(all.map(({ peak }) => peak)).toFixed(1),
        median(all.map(({ tile }) => tile)).toFixed(1),
      ]),
    ),
    ...(ratios.length === 0 && leftOut.length === 0 ? [] : ['', ...drawRatios(ratios, leftOut)]),
  ];
}

/** The peaks of each backend and number of threads, at all sizes. */
function seats(peaks: readonly Peaks[]): (readonly Peaks[])[] {
  const bySeat = new Map<string, Peaks[]>();
  for (const one of peaks) {
    const seat = `${one.backend} ${one.threads}`;
    bySeat.set(seat, [...(bySeat.get(seat) ?? []), one]);
  }
  return [...bySeat.values()];
}

function isSame(a: Pick<BenchRow, 'backend' | 'size' | 'threads'>, b: typeof a): boolean {
  return a.backend === b.backend && a.threads === b.threads && formatSize(a.size) === formatSize(b.size);
}
