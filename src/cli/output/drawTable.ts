/** A column of cells, aligned to the left (words) or the right (numbers). */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Columns of words, then columns of numbers. */
export function columns(words: readonly string[], numbers: readonly string[]): Column[] {
  return [
    ...words.map((title): Column => ({ title, align: 'left' })),
    ...numbers.map((title): Column => ({ title, align: 'right' })),
  ];
}

/** Lines of a table: cells in columns two spaces apart, a rule under the titles, no trailing blanks. */
export function drawTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, k) => Math.max(title.length, ...rows.map((row) => row[k].length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, k) => (columns[k].align === 'right' ? cell.padStart(widths[k]) : cell.padEnd(widths[k])))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(columns.map(({ title }) => title)), rule, ...rows.map(line)];
}
