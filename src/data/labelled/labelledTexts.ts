import type { Rows } from '../table/parseRows.ts';
import { parseRows } from '../table/parseRows.ts';
import { findLabel, findPosition, isLabelName } from './findLabel.ts';
import {
  type LabelledFile,
  type LabelledOptions,
  type LabelledSequence,
  splitLabels,
} from './labelledSequence.ts';

/**
 * A table with a text in each row. Separated by tabs (a quote is then a character as any other), or CSV. Its first row is
 * a header where it names a column of labels or texts, or the ones that were asked for.
 */
export function labelledTexts(text: string, file: string, options: LabelledOptions): LabelledFile {
  const { bad, separator, unlabelled = false } = options;
  const { rows, lines } = text.slice(0, 10_000).includes('\t') ? tabbed(text, file) : parseRows(text, file);
  const header = hasNames(rows[0], options) ? rows[0] : undefined;
  const first = header ? 1 : 0;
  const width = rows[0].length;
  const alone = unlabelled && width === 1;
  const wanted = options.label ?? (header ? undefined : fewest(rows, width));
  const label = alone ? -1 : findLabel(wanted, header, width, unlabelled);
  const at = alone
    ? 0
    : options.text === undefined
      ? textPosition(header, label, width)
      : findPosition(options.text, header, width, '--text');
  const sequences: LabelledSequence[] = [];
  rows.slice(first).forEach((row, k) => {
    const line = lines[first + k];
    const report = (what: string, remedy: string): void => bad.report(file, line, what, remedy);
    if (row.length !== width)
      return report(`it has ${row.length} fields, the first row has ${width}`, 'Give every row as many');
    const labels = label < 0 ? undefined : splitLabels(row[label], separator);
    if (labels?.[0] === '' && !unlabelled) return report('it has no label', 'Give it one');
    sequences.push({
      id: '',
      content: row[at],
      ...(labels && labels[0] !== '' && { labels }),
      file,
      line,
    });
  });
  const name = (position: number): string => header?.[position] ?? `${position + 1}`;
  return {
    sequences,
    form: { kind: 'text' },
    multiLabel: separator !== undefined,
    reading: {
      layout: 'text',
      text: name(at),
      ...(label >= 0 && { label: name(label) }),
      ...(separator !== undefined && { separator }),
    },
    notes: label < 0 ? [] : [`Column ${name(at)} is the text, column ${name(label)} the label.`],
  };
}

function tabbed(text: string, where: string): Rows {
  const rows: string[][] = [];
  const lines: number[] = [];
  text.split(/\r?\n/).forEach((line, k) => {
    if (line.trim() === '') return;
    rows.push(line.split('\t').map((cell) => cell.trim()));
    lines.push(k + 1);
  });
  return { where, delimiter: '\t', rows, lines };
}

const isTextName = (name: string): boolean => /^(text|sentence|message|review|document)$/i.test(name);

/** Whether a row names columns: as labels or texts are called, or the ones that were asked for by name. */
const hasNames = (row: readonly string[], { label, text }: LabelledOptions): boolean =>
  row.some(
    (cell) =>
      isLabelName(cell) ||
      isTextName(cell) ||
      (Number.isNaN(Number(cell)) && (cell === label || cell === text)),
  );

/** The column with the fewest different cells, by its number from 1: of a table without a header. */
function fewest(rows: Rows['rows'], width: number): string {
  const counts = Array.from({ length: width }, (_, k) => new Set(rows.map((row) => row[k])).size);
  return String(counts.lastIndexOf(Math.min(...counts)) + 1);
}

/** The column that is called as texts are, or the first one that is not the labels'. */
function textPosition(header: readonly string[] | undefined, label: number, width: number): number {
  const named = header?.findIndex((name, k) => k !== label && isTextName(name)) ?? -1;
  if (named >= 0) return named;
  return label === 0 && width > 1 ? 1 : 0;
}
