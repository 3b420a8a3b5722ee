import {
  type LabelledFile,
  type LabelledOptions,
  type LabelledSequence,
  splitLabels,
} from './labelledSequence.ts';

const remedy =
  'Give {"text": "...", "label": "..."} or {"steps": [[...], ...], "label": "..."}; several labels as a list';

/** A sequence per line: `text`, or `steps` of numbers or lists of numbers, null where one is missing; `label`; `id`. */
export function labelledJson(text: string, file: string, options: LabelledOptions): LabelledFile {
  const { bad, separator, unlabelled = false } = options;
  const sequences: LabelledSequence[] = [];
  let multiLabel = separator !== undefined;
  let channels: number | undefined;
  text.split(/\r?\n/).forEach((line, k) => {
    if (line.trim() === '') return;
    const report = (what: string): void => bad.report(file, k + 1, what, remedy);
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      report('it is not JSON');
      return;
    }
    const { text: words, steps, label, id = '' }: Record<string, unknown> = Object(value);
    if (typeof words !== 'string' && steps === undefined) return report('it has neither "text" nor "steps"');
    if (typeof words === 'string' && channels !== undefined) return report('it has "text", others "steps"');
    if (typeof words !== 'string' && sequences.length > 0 && channels === undefined)
      return report('it has "steps", others "text"');
    const labels = labelsOf(label, separator);
    if (labels === null || (labels === undefined && !unlabelled)) return report('"label" is no name');
    const read = typeof words === 'string' ? { content: words } : stepsOf(steps, channels);
    if ('fault' in read) return report(read.fault);
    if ('channels' in read) channels = read.channels;
    multiLabel ||= Array.isArray(label);
    const { content } = read;
    sequences.push({ id: String(id), content, ...(labels && { labels }), file, line: k + 1 });
  });
  return {
    sequences,
    form:
      channels === undefined
        ? { kind: 'text' }
        : { kind: 'numbers', channels: Array.from({ length: channels }, (_, k) => `${k + 1}`) },
    multiLabel,
    reading: { layout: 'jsonl', ...(separator !== undefined && { separator }) },
    notes: [],
  };
}

/** Undefined where there is none, null where it is no label. */
function labelsOf(label: unknown, separator: string | undefined): string[] | undefined | null {
  if (label === undefined) return undefined;
  if (typeof label === 'number') return [String(label)];
  if (typeof label === 'string' && label !== '') return splitLabels(label, separator);
  return Array.isArray(label) && label.every((one) => typeof one === 'string' && one !== '') ? label : null;
}

/** The numbers of steps [T, C]; `expected`: C, where it is known. */
export function stepsOf(
  steps: unknown,
  expected: number | undefined,
): { readonly content: Float64Array<ArrayBuffer>; readonly channels: number } | { readonly fault: string } {
  if (!Array.isArray(steps) || steps.length === 0) return { fault: 'there are no steps' };
  const rows: unknown[][] = steps.map((step: unknown) => (Array.isArray(step) ? step : [step]));
  const channels = expected ?? rows[0].length;
  const content = new Float64Array(rows.length * channels);
  for (const [t, row] of rows.entries()) {
    if (row.length !== channels || channels === 0)
      return { fault: `step ${t + 1} has ${row.length} numbers, ${Math.max(1, channels)} are expected` };
    for (const [c, value] of row.entries()) {
      if (value !== null && typeof value !== 'number')
        return { fault: `step ${t + 1} has ${JSON.stringify(value)}, which is no number` };
      if (value === Infinity || value === -Infinity) return { fault: `step ${t + 1} has an infinite number` };
      content[t * channels + c] = value ?? Number.NaN;
    }
  }
  return { content, channels };
}
