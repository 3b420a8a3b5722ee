import { type DecimalMark, parseNumber } from '../table/parseNumber.ts';

/** What is wrong with a cell that holds no number. */
export interface CellFault {
  readonly fault: string;
}

/** The number in a cell, NaN where it is missing. */
export function cellNumber(cell: string, decimal?: DecimalMark): number | CellFault {
  const value = parseNumber(cell, decimal);
  if (value !== undefined) return value;
  const infinite = /^[+-]?inf(inity)?$/i.test(cell) || Math.abs(Number(cell)) === Infinity;
  return { fault: infinite ? `'${cell}' is infinite` : `'${cell}' is not a number` };
}

export const numberRemedy = 'Write numbers as 1234.5, and leave a cell empty where a value is missing';
