import { fail } from '../../support/errors.ts';
import { cellNumber, numberRemedy } from './cellNumber.ts';
import type { LabelledFile, LabelledOptions, LabelledSequence } from './labelledSequence.ts';

/**
 * The `.ts` form of the UEA and UCR archives (Bagnall et al., 2018): lines with @ say what it holds; after @data each
 * line is a sequence, its channels separated by colons, their values by commas, the class last; ? is a missing value.
 * Throws `bad-data` for time stamps, which are not read.
 */
export function parseTs(
  text: string,
  file: string,
  { bad, unlabelled = false }: LabelledOptions,
): LabelledFile {
  const all = text.split(/\r?\n/);
  const start = all.findIndex((line) => /^@data\b/i.test(line.trim()));
  if (start < 0) fail('bad-data', file, 'there is no line @data', 'Give a whole .ts file');
  const said = new Map(
    all.slice(0, start).flatMap((line): [string, string[]][] => {
      const [name, ...words] = line.trim().split(/\s+/);
      return name.startsWith('@') ? [[name.slice(1).toLowerCase(), words]] : [];
    }),
  );
  const says = (name: string): boolean => said.get(name)?.[0]?.toLowerCase() === 'true';
  if (says('timestamps')) {
    const what = 'its values have time stamps';
    fail('bad-data', file, what, 'Give one without, or a table with a row per step and a column of times');
  }
  const [, ...classes] = said.get('classlabel') ?? [];
  const labelled = says('classlabel');
  if (!labelled && !unlabelled)
    fail('bad-data', file, 'it has no classes (@classLabel)', 'Give one with classes');
  let channels = Number(said.get('dimensions')?.[0] ?? (says('univariate') ? 1 : 0));
  const sequences: LabelledSequence[] = [];
  all.slice(start + 1).forEach((content, k) => {
    if (content.trim() === '' || content.startsWith('#')) return;
    const line = start + k + 2;
    const report = (what: string, remedy: string): void => bad.report(file, line, what, remedy);
    const parts = content.trim().split(':');
    const label = labelled ? parts.pop()?.trim() : undefined;
    channels ||= parts.length;
    if (parts.length !== channels)
      return report(`it has ${parts.length} dimensions, ${channels} are expected`, 'Separate them by colons');
    if (label !== undefined && classes.length > 0 && !classes.includes(label))
      return report(`the class ${label} is not among those of @classLabel`, 'Name it there');
    const cells = parts.map((part) => part.split(',').map((cell) => cell.trim()));
    const odd = cells.findIndex((values) => values.length !== cells[0].length);
    if (odd >= 0)
      return report(
        `dimension ${odd + 1} has ${cells[odd].length} values, the first has ${cells[0].length}`,
        'Give all as many, ? where one is missing',
      );
    const values = new Float64Array(cells[0].length * channels);
    for (const [c, row] of cells.entries()) {
      for (const [t, cell] of row.entries()) {
        const value = cellNumber(cell);
        if (typeof value !== 'number') return report(`dimension ${c + 1}: ${value.fault}`, numberRemedy);
        values[t * channels + c] = value;
      }
    }
    sequences.push({ id: '', content: values, ...(label !== undefined && { labels: [label] }), file, line });
  });
  const names = Array.from({ length: channels }, (_, c) => `${c + 1}`);
  return {
    sequences,
    form: { kind: 'numbers', channels: names },
    multiLabel: false,
    reading: { layout: 'ts' },
    notes: [`${said.get('problemname')?.join(' ') ?? file}: ${channels} channels.`],
  };
}
