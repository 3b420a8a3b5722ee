import { formatNumber } from '../../support/format.ts';
import type { Evaluation } from '../../tasks/task.ts';
import { drawTable } from './drawTable.ts';
import { wrap } from './wrap.ts';

/** Lines for a terminal: the title, the model beside its baselines, and what it means. */
export function drawEvaluation({ title, columns, rows, notes }: Evaluation, width: number): string[] {
  const table = drawTable(
    [{ title: '', align: 'left' }, ...columns.map((title) => ({ title, align: 'right' }) as const)],
    rows.map(({ name, values }) => [name, ...values.map(score)]),
  );
  return [title, '', ...table.map((line) => `  ${line}`), '', ...notes.flatMap((note) => wrap(note, width))];
}

/** Where a baseline has no such score, the value is not a number. */
function score(value: number): string {
  return Number.isNaN(value) ? '-' : formatNumber(value);
}
