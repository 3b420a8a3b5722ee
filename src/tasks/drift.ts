import type { ScoreTable } from './task.ts';

/** Losses or errors by position, summed, and of how many: of a model that is told what was, and of one that goes on by itself. */
export interface Drift {
  /** Where the model reads what is right (teacher forcing), and where it reads what it gave itself. */
  readonly forced: readonly number[];
  readonly own: readonly number[];
  readonly counts: readonly number[];
}

/** How positions and columns are called. */
export interface DriftNames {
  readonly title: string;
  /** One position: `symbol`. */
  readonly step: string;
  readonly columns: readonly [forced: string, own: string, gap: string];
}

/** The means in rows of positions, each twice as many as the one before. */
export function driftTable({ forced, own, counts }: Drift, { title, step, columns }: DriftNames): ScoreTable {
  const rows: ScoreTable['rows'][number][] = [];
  for (let from = 0; from < counts.length; from += Math.max(1, from)) {
    const to = Math.min(counts.length, from + Math.max(1, from));
    const mean = (losses: readonly number[]): number =>
      sum(losses.slice(from, to)) / sum(counts.slice(from, to));
    const values = [mean(forced), mean(own)];
    const name = to === from + 1 ? `${step} ${to}` : `${step}s ${from + 1} to ${to}`;
    rows.push({ name, values: [...values, values[1] - values[0]] });
  }
  return { title, columns, rows };
}

/** The position, from 1, from which on a model has drifted and stays so; undefined where it has not at the end. */
export function driftedFrom(
  { forced, own, counts }: Drift,
  isApart: (forced: number, own: number) => boolean,
): number | undefined {
  let from = counts.length;
  while (from > 0 && isApart(forced[from - 1] / counts[from - 1], own[from - 1] / counts[from - 1])) from--;
  return from === counts.length ? undefined : from + 1;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
