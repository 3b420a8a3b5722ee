import { fail } from '../../support/errors.ts';
import type { TimeForm } from './forms.ts';
import {
  compactDayForm,
  compactMonthForm,
  dayFirstForm,
  epochMillisecondsForm,
  epochSecondsForm,
  monthFirstForm,
  shortMonthForm,
  stepForm,
  yearForm,
} from './forms.ts';
import { gridGrowth, inferFrequency } from './inferFrequency.ts';
import { plainForms } from './looksLikeTime.ts';

/** Cells of a time column. */
export interface TimeCells {
  readonly name: string;
  readonly cells: readonly string[];
  /** The line of the file of each cell. */
  readonly lines: readonly number[];
  /** The file, as errors name it. */
  readonly where: string;
}

export interface ParsedTimes {
  /** Milliseconds since 1970-01-01 (UTC where no offset is written); the numbers themselves for 'step'. */
  readonly values: Float64Array;
  readonly kind: 'calendar' | 'step';
  /** The form in which they are written, as notes call it. */
  readonly form: string;
}

/** Whether a column is called as time columns are. */
export function isTimeName(name: string): boolean {
  return /^(dates?|times?|datetime|timestamps?|ts|ds|when|period|epoch|years?|yr|quarter|months?|weeks?|days?|hours?|t|step|index)$|[ _](date|time|at|timestamp)$|^(date|time)[ _]/i.test(
    name.trim(),
  );
}

/** Whether all cells are times of one form that nothing else has (so: no whole numbers). */
export function areTimes(cells: readonly string[]): boolean {
  return plainForms.some((form) => cells.every((cell) => form.parse(cell) !== undefined));
}

/** Whether the cells of a column that is called as a time can be: most of them are times of one form. */
export function mayBeTimes(column: Pick<TimeCells, 'name' | 'cells'>): boolean {
  return bestForms(column).fits * 2 > column.cells.length;
}

/**
 * Reads a column that holds times. Forms: see forms.ts. Where day/month and month/day both fit, the one that
 * gives the more even axis is taken. Throws `bad-data` with the line and the cell where a cell is no time of the
 * column's form, where some lines have the day first and others the month, and where nothing tells them apart.
 */
export function parseTimes(column: TimeCells): ParsedTimes {
  const { name, cells, lines, where } = column;
  const { forms, fits } = bestForms(column);
  if (fits === 0) {
    fail('bad-data', where, `line ${lines[0]}, column '${name}': '${cells[0]}' is not a time`, timeRemedy);
  }
  if (fits < cells.length) {
    refuseMixedOrder(column, forms);
    const at = cells.findIndex((cell) => forms[0].parse(cell) === undefined);
    const what = cells[at] === '' ? 'the time is missing' : `'${cells[at]}' is not a time`;
    const others = `${fits} of ${cells.length} cells of this column are written as ${forms[0].name}`;
    fail('bad-data', where, `line ${lines[at]}, column '${name}': ${what} (${others})`, timeRemedy);
  }
  const form = forms.length === 1 ? forms[0] : moreEven(column, forms);
  return {
    values: valuesOf(cells, form),
    kind: form === stepForm ? 'step' : 'calendar',
    form: form.name,
  };
}

const timeRemedy = 'Write all times in one form, best as 2020-01-31 or 2020-01-31 18:00.';

/** The forms that read the most cells: one, or both of day/month and month/day. */
function bestForms(column: Pick<TimeCells, 'name' | 'cells'>): { forms: TimeForm[]; fits: number } {
  let forms: TimeForm[] = [];
  let fits = 0;
  for (const form of [...plainForms, shortMonthForm, ...numberForms(column)]) {
    const count = column.cells.reduce((sum, cell) => sum + (form.parse(cell) === undefined ? 0 : 1), 0);
    if (count > fits) {
      forms = [form];
      fits = count;
    } else if (count === fits && forms[0] === dayFirstForm && form === monthFirstForm) {
      forms.push(form);
    }
  }
  return { forms, fits };
}

/** What a column of whole numbers means: by its size, and for small numbers by its name. The first that fits best counts. */
function numberForms({ name }: Pick<TimeCells, 'name'>): TimeForm[] {
  if (/^(t|step|index)$/i.test(name)) return [stepForm];
  const forms = [epochSecondsForm, epochMillisecondsForm, compactDayForm];
  if (/year|^yr$|date|^ds$|period/i.test(name)) forms.push(yearForm);
  if (/month|date|^ds$|period/i.test(name)) forms.push(compactMonthForm);
  return [...forms, stepForm];
}

function refuseMixedOrder({ name, cells, lines, where }: TimeCells, forms: readonly TimeForm[]): void {
  if (!forms.includes(dayFirstForm) && !forms.includes(monthFirstForm)) return;
  const onlyDayFirst = cells.findIndex(
    (cell) => dayFirstForm.parse(cell) !== undefined && monthFirstForm.parse(cell) === undefined,
  );
  const onlyMonthFirst = cells.findIndex(
    (cell) => monthFirstForm.parse(cell) !== undefined && dayFirstForm.parse(cell) === undefined,
  );
  if (onlyDayFirst < 0 || onlyMonthFirst < 0) return;
  const one = `line ${lines[onlyDayFirst]} ('${cells[onlyDayFirst]}') can only be day/month/year`;
  const other = `line ${lines[onlyMonthFirst]} ('${cells[onlyMonthFirst]}') only month/day/year`;
  fail('bad-data', where, `column '${name}': ${one}, ${other}`, timeRemedy);
}

function moreEven({ name, cells, lines, where }: TimeCells, forms: readonly TimeForm[]): TimeForm {
  const growth = forms.map((form) => {
    const axis = Float64Array.from(new Set(valuesOf(cells, form))).sort();
    return gridGrowth([axis], inferFrequency([axis], 'calendar'));
  });
  if (growth[0] === growth[1]) {
    const what = `line ${lines[0]}, column '${name}': '${cells[0]}' may be day/month/year or month/day/year, and no line tells`;
    fail('bad-data', where, what, 'Write dates as year-month-day, as 2020-01-31.');
  }
  return growth[0] < growth[1] ? forms[0] : forms[1];
}

function valuesOf(cells: readonly string[], form: TimeForm): Float64Array {
  return Float64Array.from(cells, (cell) => form.parse(cell) ?? Number.NaN);
}
