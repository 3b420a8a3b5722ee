import { fail } from '../../support/errors.ts';
import { orderFault } from '../series/checkOrder.ts';
import { findIds } from '../series/findIds.ts';
import { isMissing } from '../table/parseNumber.ts';
import { type Column, findColumn, type Table } from '../table/table.ts';
import { findTimes } from '../time/findTimes.ts';
import { cellNumber, numberRemedy } from './cellNumber.ts';
import { findLabel } from './findLabel.ts';
import {
  type LabelledFile,
  type LabelledOptions,
  type LabelledSequence,
  splitLabels,
} from './labelledSequence.ts';

/**
 * A table with a step in each row: columns of numbers, the id of the sequence that the row belongs to, its label, and
 * times where there are some, which have to increase within a sequence.
 */
export function labelledSteps(table: Table, options: LabelledOptions): LabelledFile {
  const { where, lines, columns } = table;
  const { bad, separator, unlabelled = false } = options;
  const times = findTimes(table, options.time);
  const id = findIds(table, times?.values, options.id);
  if (id === undefined) {
    const what = 'no column tells the sequences apart';
    return fail(
      'bad-data',
      where,
      what,
      'Name it with --id; where each row is a sequence give --layout rows',
    );
  }
  const names = columns.map(({ name }) => name);
  const labelAt = findLabel(options.label, names, names.length, unlabelled);
  const label = labelAt < 0 ? undefined : columns[labelAt];
  const taken = [...(times?.columns ?? []), id.name, ...(label ? [label.name] : [])];
  const channels = options.channels
    ? options.channels.map((name) => findColumn(table, name))
    : columns.filter((column) => !taken.includes(column.name) && isNumeric(column, table));
  if (channels.length === 0) fail('bad-data', where, 'there is no column of numbers', 'Give one at least');

  const groups = new Map<string, number[]>();
  id.cells.forEach((cell, row) => {
    const rows = groups.get(cell);
    if (rows) rows.push(row);
    else groups.set(cell, [row]);
  });
  const sequences: LabelledSequence[] = [];
  for (const [name, rows] of groups) {
    const read = sequenceOf(table, rows, channels, label);
    const within = `within ${id.name} '${name}': `;
    const fault = (times && orderFault(times, rows, lines, within)) ?? read.fault;
    if (fault) {
      bad.report(where, fault.line, fault.what, fault.remedy.replace(/\.$/, ''));
      continue;
    }
    if (read.label === '' && separator === undefined && !unlabelled) {
      bad.report(where, lines[rows[0]], `${within}it has no label`, 'Give it one');
      continue;
    }
    const isLabelled = label !== undefined && (read.label !== '' || (separator !== undefined && !unlabelled));
    sequences.push({
      id: name,
      content: read.content,
      ...(isLabelled && { labels: splitLabels(read.label, separator) }),
      file: where,
      line: lines[rows[0]],
    });
  }
  const unused = columns.filter((column) => !taken.includes(column.name) && !channels.includes(column));
  const channelNames = channels.map((column) => column.name);
  return {
    sequences,
    form: { kind: 'numbers', channels: channelNames },
    multiLabel: separator !== undefined,
    reading: {
      layout: 'steps',
      id: id.name,
      ...(label && { label: label.name }),
      ...(!label && options.label !== undefined && { label: options.label }),
      ...(times?.columns.length === 1 && { time: times.columns[0] }),
      channels: channelNames,
      ...(separator !== undefined && { separator }),
    },
    notes: [
      `Each row is a step of the sequence that '${id.name}' names, with ${channelNames.map((one) => `'${one}'`).join(', ')}${times ? `, at the time ${times.columns.map((one) => `'${one}'`).join(', ')}` : ''}${label ? `; '${label.name}' is the label` : ''}.`,
      ...(unused.length > 0 ? [`Not used: ${unused.map((one) => `'${one.name}'`).join(', ')}.`] : []),
    ],
  };
}

interface Fault {
  readonly line: number;
  readonly what: string;
  readonly remedy: string;
}

/** The values [T, C] of a sequence's rows and its label; the first fault in them. */
function sequenceOf(
  table: Table,
  rows: readonly number[],
  channels: readonly Column[],
  label: Column | undefined,
): { content: Float64Array<ArrayBuffer>; label: string; fault?: Fault } {
  const content = new Float64Array(rows.length * channels.length);
  const first = rows.find((row) => label !== undefined && label.cells[row] !== '') ?? rows[0];
  const name = label?.cells[first] ?? '';
  for (const [t, row] of rows.entries()) {
    const line = table.lines[row];
    const other = label?.cells[row] ?? '';
    if (other !== '' && other !== name) {
      const what = `the label ${other}, while line ${table.lines[first]} of the same sequence has ${name}`;
      return { content, label: name, fault: { line, what, remedy: 'Give a sequence one label' } };
    }
    for (const [c, column] of channels.entries()) {
      const value = cellNumber(column.cells[row], table.decimal);
      if (typeof value !== 'number') {
        const what = `column '${column.name}': ${value.fault}`;
        return { content, label: name, fault: { line, what, remedy: numberRemedy } };
      }
      content[t * channels.length + c] = value;
    }
  }
  return { content, label: name };
}

/** Mostly numbers: a stray word in such a column is an error, not a sign that it is text. */
function isNumeric({ cells }: Column, { decimal }: Table): boolean {
  const present = cells.filter((cell) => !isMissing(cell));
  return present.filter((cell) => typeof cellNumber(cell, decimal) === 'number').length * 2 > present.length;
}
