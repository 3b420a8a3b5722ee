/**
 * Rows of choices, one per factor, such that every pair of choices of two factors occurs in some row: greedy, always
 * the same. `allowed` rules out combinations that do not exist.
 */
export function pairwise<F extends Record<string, readonly unknown[]>>(
  factors: F,
  allowed: (row: { [K in keyof F]: F[K][number] }) => boolean,
): { [K in keyof F]: F[K][number] }[] {
  type Row = { [K in keyof F]: F[K][number] };
  const names = Object.keys(factors);
  let rows: Row[] = [{} as Row];
  for (const name of names)
    rows = rows.flatMap((row) => factors[name].map((choice) => ({ ...row, [name]: choice })));
  rows = rows.filter(allowed);
  const pairsOf = (row: Row): string[] =>
    names.flatMap((a, i) => names.slice(i + 1).map((b) => `${a}=${String(row[a])}&${b}=${String(row[b])}`));
  const open = new Set(rows.flatMap(pairsOf));
  const chosen: Row[] = [];
  while (open.size > 0) {
    const gain = (row: Row): number => pairsOf(row).filter((pair) => open.has(pair)).length;
    let best = rows[0];
    let most = -1;
    for (const row of rows) {
      const value = gain(row);
      if (value > most) [best, most] = [row, value];
    }
    chosen.push(best);
    for (const pair of pairsOf(best)) open.delete(pair);
  }
  return chosen;
}
