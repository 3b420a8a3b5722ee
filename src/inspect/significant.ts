/** A number with about four significant digits, as tables and JSON show what was measured; null where it is not finite. */
export function significant(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
}
