import { formatNumber } from '../../../support/format.ts';
import { drawTable } from '../../output/drawTable.ts';
import type { Contest, ContestRatio, ContestReport, ContestRow, Task } from './contest.ts';

/** Rows, and what peers needed over what we needed. */
export function reportOf<T extends Task>(
  { name, tasks, units }: Contest<T>,
  ours: string,
  rows: readonly ContestRow[],
): ContestReport {
  const ratios = rows
    .filter(({ by }) => by !== ours)
    .flatMap((their): ContestRatio[] => {
      const our = rows.find((row) => row.by === ours && isSame(row, their));
      return our ? [ratioOf(their, our)] : [];
    });
  return { name, units: units(tasks[0]).name, rows, ratios };
}

const isSame = (a: ContestRow, b: ContestRow): boolean => a.task === b.task && a.threads === b.threads;

function ratioOf(their: ContestRow, our: ContestRow): ContestRatio {
  const { by: peer, task, threads } = their;
  const memory = their.peakMemory && our.peakMemory ? their.peakMemory / our.peakMemory : null;
  return { peer, backend: our.by, task, threads, ratio: their.seconds / our.seconds, memory };
}

const MEGABYTE = 1e6;

/** Lines for a terminal. */
export function drawContest({ name, units, rows, ratios }: ContestReport): string[] {
  const [first] = rows;
  const isFirst = (row: ContestRow) => (one: ContestRow) =>
    one.task === first.task && one.by === row.by && one.threads === row.threads;
  return [
    ...drawTable(
      [
        ...[name, 'by'].map((title) => ({ title, align: 'left' }) as const),
        ...['threads', 'ms', `${units}/s`, `time of ${first.task}`, 'peak MB'].map(
          (title) => ({ title, align: 'right' }) as const,
        ),
      ],
      rows.map((row) => [
        row.task,
        row.by,
        String(row.threads),
        formatNumber(1000 * row.seconds),
        row.rate.toFixed(0),
        (row.seconds / (rows.find(isFirst(row))?.seconds ?? Number.NaN)).toFixed(2),
        row.peakMemory === null ? '-' : (row.peakMemory / MEGABYTE).toFixed(0),
      ]),
    ),
    ...(ratios.length === 0 ? [] : ['', ...drawRatios(name, ratios)]),
  ];
}

function drawRatios(name: string, ratios: readonly ContestRatio[]): string[] {
  return drawTable(
    [
      ...[name, 'backend', 'peer'].map((title) => ({ title, align: 'left' }) as const),
      ...['threads', 'times faster', 'times the memory'].map((title) => ({ title, align: 'right' }) as const),
    ],
    ratios.map(({ task, backend, peer, threads, ratio, memory }) => [
      task,
      backend,
      peer,
      String(threads),
      ratio.toFixed(2),
      memory === null ? '-' : memory.toFixed(2),
    ]),
  );
}
