import { looksLikeTime } from '../time/looksLikeTime.ts';
import { isMissing, parseNumber } from './parseNumber.ts';
import type { DecimalMark } from './parseNumber.ts';

/**
 * Whether the first row names the columns: none of its cells is a number, a time or a mark of a missing value
 * (empty cells are allowed), while below it there are numbers or times.
 */
export function hasHeader(rows: readonly (readonly string[])[], decimal: DecimalMark): boolean {
  const [first, ...rest] = rows.slice(0, 200);
  if (first.every((cell) => cell === '')) return false;
  if (first.some((cell) => cell !== '' && isValue(cell, decimal))) return false;
  return rest.some((row) => row.some((cell) => !isMissing(cell) && isValue(cell, decimal)));
}

/** True for a number or a time. */
export function isValue(cell: string, decimal: DecimalMark): boolean {
  return parseNumber(cell, decimal) !== undefined || looksLikeTime(cell);
}
