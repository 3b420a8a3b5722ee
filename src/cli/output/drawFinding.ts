import type { Finding } from '../../inspect/finding.ts';
import { type Column, drawTable } from './drawTable.ts';
import { wrap } from './wrap.ts';

/** Lines for a terminal: the title, plain sentences, and the table; one that is too wide is turned. */
export function drawFinding({ title, paragraphs, table }: Finding, width: number): string[] {
  const cells = table ? [table.columns, ...table.rows.map((row) => row.map(String))] : [];
  const wide = drawCells(cells);
  const turned = cells.length > 0 ? cells[0].map((_, k) => cells.map((row) => row[k])) : [];
  const lines = wide.every((line) => line.length <= width) ? wide : drawCells(turned);
  return [
    title,
    '',
    ...paragraphs.flatMap((text) => wrap(text, width)),
    ...(lines.length > 0 ? ['', ...lines] : []),
  ];
}

/** The first row holds the titles; columns whose every cell begins as a number are set to the right. */
function drawCells(cells: readonly (readonly string[])[]): string[] {
  if (cells.length === 0) return [];
  const [titles, ...rows] = cells;
  const columns = titles.map((title, k): Column => {
    const isNumeric = rows.length > 0 && rows.every((row) => /^-?[\d.]/.test(row[k]));
    return { title, align: isNumeric ? 'right' : 'left' };
  });
  return drawTable(columns, rows).map((line) => `  ${line}`);
}
