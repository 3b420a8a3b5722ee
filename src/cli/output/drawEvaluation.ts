import { formatNumber } from '../../support/format.ts';
import type { Evaluation } from '../../tasks/task.ts';
import { type Column, drawTable } from './drawTable.ts';
import { wrap } from './wrap.ts';

/**
 * Lines for a terminal: the title, the model beside its baselines, and what it means. A table that is wider than the
 * terminal is turned: a row per score.
 */
export function drawEvaluation({ title, columns, rows, notes }: Evaluation, width: number): string[] {
  const cells = [['', ...columns], ...rows.map(({ name, values }) => [name, ...values.map(score)])];
  const wide = draw(cells);
  const fits = wide.every((line) => line.length <= width);
  const table = fits ? wide : draw(cells[0].map((_, k) => cells.map((row) => row[k])));
  return [title, '', ...table, '', ...notes.flatMap((note) => wrap(note, width))];
}

/** The first row holds the titles, the first column names. */
function draw([titles, ...rows]: readonly (readonly string[])[]): string[] {
  const columns = titles.map((title, k): Column => ({ title, align: k === 0 ? 'left' : 'right' }));
  return drawTable(columns, rows).map((line) => `  ${line}`);
}

/** Where a baseline has no such score, the value is not a number. */
function score(value: number): string {
  return Number.isNaN(value) ? '-' : formatNumber(value);
}
