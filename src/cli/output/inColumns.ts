/** Lines of two columns: names, and what is said of them. */
export function inColumns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.trim().length));
  return rows.map(([left, right]) => `  ${left.trim().padEnd(width)}  ${right}`);
}
