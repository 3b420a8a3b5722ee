const missingForms = new Set(['', 'na', 'n/a', 'nan', '?', 'null']);
const pointNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const commaNumber = /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i;

/** The character before the fraction. */
export type DecimalMark = '.' | ',';

/** Whether a cell says that there is no value: empty, NA, N/A, NaN, ? or null, in any case. */
export function isMissing(cell: string): boolean {
  return cell === '' || (cell.length < 5 && missingForms.has(cell.toLowerCase()));
}

/** The number in a cell: NaN where it is missing, undefined where it is something else (infinity included). */
export function parseNumber(cell: string, decimal: DecimalMark = '.'): number | undefined {
  if (decimal === ',' ? commaNumber.test(cell) : pointNumber.test(cell)) {
    const value = Number(decimal === ',' ? cell.replace(',', '.') : cell);
    return Number.isFinite(value) ? value : undefined;
  }
  return isMissing(cell) ? Number.NaN : undefined;
}

/**
 * The decimal mark of a table: a comma where commas do not separate fields and some cells hold a decimal comma
 * and none a decimal point.
 */
export function detectDecimal(rows: readonly (readonly string[])[], delimiter: string): DecimalMark {
  if (delimiter === ',') return '.';
  let commas = 0;
  for (const row of rows) {
    for (const cell of row) {
      if (/^[+-]?\d*\.\d+(e[+-]?\d+)?$/i.test(cell)) return '.';
      if (/^[+-]?\d*,\d+(e[+-]?\d+)?$/i.test(cell)) commas++;
    }
  }
  return commas > 0 ? ',' : '.';
}
