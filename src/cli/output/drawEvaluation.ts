import { formatNumber } from '../../support/format.ts';
import type { Evaluation, ScoreTable } from '../../tasks/task.ts';
import { type Column, drawTable } from './drawTable.ts';
import { wrap } from './wrap.ts';

/**
 * Lines for a terminal: the title, the model beside its baselines, what it means, and further tables. A table that is
 * wider than the terminal is turned: a row per score.
 */
export function drawEvaluation(evaluation: Evaluation, width: number): string[] {
  return [
    ...drawScores(evaluation, width, score),
    '',
    ...evaluation.notes.flatMap((note) => wrap(note, width)),
    ...(evaluation.tables ?? []).flatMap((table) => ['', ...drawScores(table, width, scoreOrCount)]),
  ];
}

function drawScores(
  { title, columns, rows }: ScoreTable,
  width: number,
  draw: (value: number) => string,
): string[] {
  const cells = [['', ...columns], ...rows.map(({ name, values }) => [name, ...values.map(draw)])];
  const wide = drawCells(cells);
  const fits = wide.every((line) => line.length <= width);
  const table = fits ? wide : drawCells(cells[0].map((_, k) => cells.map((row) => row[k])));
  return [title, '', ...table];
}

/** The first row holds the titles, the first column names. */
function drawCells([titles, ...rows]: readonly (readonly string[])[]): string[] {
  const columns = titles.map((title, k): Column => ({ title, align: k === 0 ? 'left' : 'right' }));
  return drawTable(columns, rows).map((line) => `  ${line}`);
}

/** Where a baseline has no such score, the value is not a number. */
function score(value: number): string {
  return Number.isNaN(value) ? '-' : formatNumber(value);
}

/** Counts as they are: other tables hold both. */
function scoreOrCount(value: number): string {
  return Number.isInteger(value) ? String(value) : score(value);
}
