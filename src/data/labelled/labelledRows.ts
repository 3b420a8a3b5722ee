import { fail } from '../../support/errors.ts';
import { isIdName, isWideHeader } from '../series/detectLayout.ts';
import { hasHeader } from '../table/header.ts';
import { detectDecimal } from '../table/parseNumber.ts';
import type { Rows } from '../table/parseRows.ts';
import { cellNumber, numberRemedy } from './cellNumber.ts';
import { findLabel, findPosition } from './findLabel.ts';
import {
  type LabelledFile,
  type LabelledOptions,
  type LabelledSequence,
  splitLabels,
} from './labelledSequence.ts';

/**
 * A table with a sequence in each row: its values, step by step, and its label. Several channels: by the names of the
 * columns (x1, y1, x2, y2, ...), or where there are no such names by `channels`, one step's values side by side. Empty
 * cells at the end of a row end it, so that sequences may differ in length.
 */
export function labelledRows(parsed: Rows, options: LabelledOptions): LabelledFile {
  const { rows, where, lines, delimiter } = parsed;
  const { bad, separator, unlabelled = false } = options;
  const decimal = detectDecimal(rows, delimiter);
  const header = isWideHeader(rows) || hasHeader(rows, decimal) ? rows[0] : undefined;
  const body = rows.slice(header ? 1 : 0);
  const width = body[0]?.length ?? 0;
  const isEven = rows.every((row) => row.length === width);
  const lacking = unlabelled && options.width === width + 1;
  const label = lacking ? -1 : findLabel(options.label, header, width, unlabelled);
  const id =
    options.id !== undefined
      ? findPosition(options.id, header, width, '--id')
      : header && label !== 0 && isIdName(header[0])
        ? 0
        : -1;
  const channels = channelsOf(header, [label, id], options.channels);
  const fromEnd = header === undefined && !isEven && label === width - 1;
  const sequences: LabelledSequence[] = [];
  body.forEach((row, k) => {
    const line = lines[k + (header ? 1 : 0)];
    const report = (what: string, remedy: string): void => bad.report(where, line, what, remedy);
    if (header && row.length !== header.length)
      return report(`it has ${row.length} fields, the header ${header.length}`, 'Give every row as many');
    const labelAt = fromEnd ? row.length - 1 : label;
    const cell = label < 0 ? undefined : row[labelAt];
    const labels = cell === undefined || cell === '' ? undefined : splitLabels(cell, separator);
    if (labels === undefined && !unlabelled && separator === undefined)
      return report('it has no label', 'Give it one');
    const values = valuesOf(row, channels, [labelAt, id], decimal);
    if ('fault' in values) return report(values.fault, values.remedy);
    sequences.push({
      id: id < 0 ? '' : row[id],
      content: values.content,
      ...((labels ?? (separator !== undefined && !unlabelled)) && { labels: labels ?? [] }),
      file: where,
      line,
    });
  });
  const name = (position: number): string => header?.[position] ?? `${position + 1}`;
  const names = channels.map((channel) => channel.name);
  return {
    sequences,
    form: { kind: 'numbers', channels: names },
    multiLabel: separator !== undefined,
    reading: {
      layout: 'rows',
      ...(label >= 0 && { label: fromEnd ? '-1' : name(label) }),
      ...(lacking && options.label !== undefined && { label: options.label }),
      ...(id >= 0 && { id: name(id) }),
      ...(options.channels && { channels: options.channels }),
      ...(separator !== undefined && { separator }),
      ...(header === undefined && isEven && { width: lacking ? width + 1 : width }),
    },
    notes: [
      `Each row is a sequence${names.length > 1 ? ` of ${names.length} channels: ${names.join(', ')}` : ''}; ${label < 0 ? 'there are no labels' : `column ${fromEnd ? 'last of each' : name(label)} is the label`}.`,
    ],
  };
}

interface RowChannel {
  readonly name: string;
  /** The columns of its steps; undefined: every so many values of a row, beginning with its own place. */
  readonly columns?: readonly number[];
}

function channelsOf(
  header: readonly string[] | undefined,
  taken: readonly number[],
  wanted: readonly string[] | undefined,
): RowChannel[] {
  const parts = (header ?? []).map((name, k) =>
    taken.includes(k) ? null : /^(.*?)[ _.-]?(\d+)$/.exec(name),
  );
  const found = new Map<string, { column: number; step: number }[]>();
  parts.forEach((match, column) => {
    if (match === null) return;
    const [, name, step] = match;
    found.set(name, [...(found.get(name) ?? []), { column, step: Number(step) }]);
  });
  const isNamed = header?.every((_, k) => taken.includes(k) || parts[k] !== null) ?? false;
  const names = wanted ?? (isNamed ? [...found.keys()] : undefined);
  if (names === undefined) return [{ name: 'value' }];
  if (!names.every((name) => found.has(name))) return names.map((name) => ({ name }));
  const channels = names.map((name) => ({
    name: name === '' ? 'value' : name,
    columns: (found.get(name) ?? []).sort((a, b) => a.step - b.step).map(({ column }) => column),
  }));
  const steps = channels[0].columns.length;
  const odd = channels.find(({ columns }) => columns.length !== steps);
  if (odd) {
    const what = `channel ${odd.name} has ${odd.columns.length} columns, ${channels[0].name} has ${steps}`;
    fail('bad-data', 'header', what, 'Give every channel a column for each step');
  }
  return channels;
}

/** The values of a row, [T, C]. */
function valuesOf(
  row: readonly string[],
  channels: readonly RowChannel[],
  taken: readonly number[],
  decimal: '.' | ',',
): { content: Float64Array<ArrayBuffer> } | { fault: string; remedy: string } {
  const count = channels.length;
  const inColumns = channels[0].columns !== undefined;
  const free = row.map((_, k) => k).filter((k) => !taken.includes(k));
  const columnOf = (t: number, c: number): number => channels[c].columns?.[t] ?? free[t * count + c];
  let steps = inColumns ? (channels[0].columns?.length ?? 0) : Math.ceil(free.length / count);
  const isEmpty = (t: number): boolean => channels.every((_, c) => (row[columnOf(t, c)] ?? '') === '');
  while (steps > 0 && isEmpty(steps - 1)) steps--;
  if (steps === 0) return { fault: 'it has no values', remedy: 'Fill the row' };
  if (!inColumns && steps * count > free.length) {
    const fault = `it has ${free.length} values, which are no whole number of steps of ${count} channels`;
    return { fault, remedy: 'Give a value of each channel at every step' };
  }
  const content = new Float64Array(steps * count);
  for (let t = 0; t < steps; t++) {
    for (let c = 0; c < count; c++) {
      const column = columnOf(t, c);
      const value = cellNumber(row[column], decimal);
      if (typeof value !== 'number')
        return { fault: `field ${column + 1}: ${value.fault}`, remedy: numberRemedy };
      content[t * count + c] = value;
    }
  }
  return { content };
}
