import { formatNumber } from '../../support/format.ts';
import type { Evaluation, ScoreTable } from '../../tasks/task.ts';
import { drawTable } from './drawTable.ts';
import { wrap } from './wrap.ts';

/** Lines for a terminal: the title, the model beside its baselines, what it means, and further tables. */
export function drawEvaluation(evaluation: Evaluation, width: number): string[] {
  return [
    ...drawScores(evaluation, score),
    '',
    ...evaluation.notes.flatMap((note) => wrap(note, width)),
    ...(evaluation.tables ?? []).flatMap((table) => ['', ...drawScores(table, scoreOrCount)]),
  ];
}

function drawScores({ title, columns, rows }: ScoreTable, draw: (value: number) => string): string[] {
  const table = drawTable(
    [{ title: '', align: 'left' }, ...columns.map((title) => ({ title, align: 'right' }) as const)],
    rows.map(({ name, values }) => [name, ...values.map(draw)]),
  );
  return [title, '', ...table.map((line) => `  ${line}`)];
}

/** Where a baseline has no such score, the value is not a number. */
function score(value: number): string {
  return Number.isNaN(value) ? '-' : formatNumber(value);
}

/** Counts as they are: other tables hold both. */
function scoreOrCount(value: number): string {
  return Number.isInteger(value) ? String(value) : score(value);
}
