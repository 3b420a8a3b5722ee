import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { fail } from '../../support/errors.ts';
import type { Delimiter } from './delimiter.ts';
import { detectDelimiter } from './delimiter.ts';

/** The records of a delimited text; they may differ in their number of fields. */
export interface Rows {
  /** The file or other origin, as errors name it. */
  readonly where: string;
  readonly delimiter: Delimiter;
  /** Fields without surrounding blanks and quotes. */
  readonly rows: readonly (readonly string[])[];
  /** The line, counted from 1, on which each record starts. */
  readonly lines: readonly number[];
}

/**
 * Splits a delimited text (RFC 4180; comma, semicolon or tab, found by itself) into records. Takes any line
 * ends and a byte order mark; leaves out blank lines. Throws `bad-data` with the line for a quote that does not
 * close, and for a text without records.
 */
export function parseRows(text: string, where: string, delimiter?: Delimiter): Rows {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const chosen = delimiter ?? detectDelimiter(plain);
  const rows: string[][] = [];
  const lines: number[] = [];
  for (const { record, info } of records(plain, chosen, where)) {
    rows.push(record.map((field) => field.trim()));
    const breaks = record.reduce((sum, field) => sum + field.split('\n').length - 1, 0);
    lines.push(info.lines - breaks);
  }
  if (rows.length === 0) fail('bad-data', where, 'there are no rows', 'Give a table with some rows in it.');
  return { where, delimiter: chosen, rows, lines };
}

interface RecordWithInfo {
  record: string[];
  info: { lines: number };
}

function records(text: string, delimiter: Delimiter, where: string): RecordWithInfo[] {
  const options = {
    columns: false,
    delimiter,
    info: true,
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  } as const;
  try {
    // With `info` the parser gives records of this form, which its types do not say.
    return parse<RecordWithInfo>(text, options as never);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    const field = typeof error.column === 'number' ? `, field ${error.column + 1}` : '';
    return error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? fail('bad-data', where, `line ${line}${field}: a double quote opens and never closes`, quoteRemedy)
      : fail('bad-data', where, `line ${line}${field}: text follows a closing double quote`, quoteRemedy);
  }
}

const quoteRemedy = 'Close the quote; within a quoted field, write a double quote twice.';
