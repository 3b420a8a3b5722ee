/** A record of the same names with what `f` makes of the values. */
export function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  f: (value: T, name: string) => U,
): Record<string, U> {
  const mapped: Record<string, U> = {};
  for (const name of Object.keys(record)) mapped[name] = f(record[name], name);
  return mapped;
}
