import type {
  ContentForm,
  LabelledFile,
  LabelledReading,
  LabelledSequence,
} from '../../data/labelled/labelledSequence.ts';
import { readLabelled } from '../../data/labelled/readLabelled.ts';
import { type BadLines, badLines } from '../../data/tags/badLines.ts';
import type { Platform } from '../../platform/platform.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatList, formatQuantity } from '../../support/format.ts';
import type { Classes } from './classes.ts';
import { holdOut } from './holdOut.ts';
import type { ClassifyOptions } from './options.ts';
import { hashOf } from './hashOf.ts';

/** Sequences to train on and to validate on; for a trained model all are in `sequences`. */
export interface ClassifyData {
  readonly sequences: readonly LabelledSequence[];
  readonly valid: readonly LabelledSequence[];
  readonly form: ContentForm;
  readonly multiLabel: boolean;
  readonly reading: LabelledReading;
  readonly name: string;
  readonly sha256: string;
  readonly notes: readonly string[];
}

/** Files as one, read as `reading` says or as the first of them. Throws `bad-data` where they hold different things. */
async function readAll(
  platform: Platform,
  paths: readonly string[],
  options: ClassifyOptions,
  { reading, unlabelled, bad }: { reading: LabelledReading | undefined; unlabelled: boolean; bad: BadLines },
): Promise<LabelledFile> {
  const files: LabelledFile[] = [];
  for (const path of paths) {
    const found = reading ?? files[0]?.reading;
    const usual = found !== undefined && options.layout === undefined;
    files.push(await readLabelled(platform, path, { ...options, ...found, usual, unlabelled, bad }));
  }
  const [first] = files;
  files.forEach((file, k) => {
    if (sameForm(file.form, first.form) && file.multiLabel === first.multiLabel) return;
    const what = `it holds ${nameOf(file.form)}, and ${paths[0]} ${nameOf(first.form)}`;
    fail('bad-data', paths[k], what, 'Give files of one form');
  });
  return { ...first, sequences: files.flatMap(({ sequences }) => sequences) };
}

const nameOf = (form: ContentForm): string =>
  form.kind === 'numbers'
    ? `numbers of ${formatList(form.channels, 'and')}`
    : { text: 'texts', grid: 'pictures' }[form.kind];

const sameForm = (a: ContentForm, b: ContentForm): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Throws `bad-data` where data is not what a model reads. */
function checkForm(name: string, form: ContentForm, { input }: Classes): void {
  const isKnown =
    form.kind === 'numbers' && input.kind === 'numbers'
      ? input.channels.length === form.channels.length
      : form.kind === input.kind;
  if (isKnown) return;
  const reads = nameOf(input);
  fail('bad-data', name, `it holds ${nameOf(form)}, and the model reads ${reads}`, 'Give data of that form');
}

/**
 * Those with labels that are known. Reports the others; with `scored` they stay where that is not an error, and count
 * as wrong.
 */
export function checkLabels(
  sequences: readonly LabelledSequence[],
  known: readonly string[],
  bad: BadLines,
  scored: boolean,
): LabelledSequence[] {
  const names = new Set(known);
  return sequences.filter(({ labels = [], file, line }) => {
    const unknown = labels.find((label) => !names.has(label));
    if (unknown === undefined) return true;
    bad.report(file, line, `the label ${unknown} was not in the training data`, 'Correct it');
    return scored;
  });
}

/** Splits sequences: a share of each class is held out. Throws `bad-data`, `bad-argument`. */
export async function classifyData(
  platform: Platform,
  read: LabelledFile,
  options: ClassifyOptions & {
    readonly name: string;
    readonly valid?: readonly LabelledSequence[];
    readonly known?: Classes;
    readonly bad?: BadLines;
  },
): Promise<ClassifyData> {
  const { name, known, validFraction = 0.1, permute } = options;
  const bad = options.bad ?? badLines(options.skipBad ?? false);
  checkNumber('classify', 'validFraction', validFraction, { least: 0, below: 1 });
  const { form, multiLabel, reading } = read;
  if (known) checkForm(name, form, known);
  const usable = known ? checkLabels(read.sequences, known.labels, bad, false) : read.sequences;
  if (usable.length < 2)
    fail('bad-data', name, `it has ${formatQuantity(usable.length, 'usable sequence')}`, 'Give at least 2');
  const held = options.valid ? [] : holdOut(usable, validFraction);
  const isHeld = new Set(held);
  const sequences = usable.filter((_, k) => !isHeld.has(k));
  const labels = known?.labels ?? [...new Set(sequences.flatMap((one) => one.labels ?? []))];
  if (labels.length < 2) {
    const what = `all sequences have the label ${labels[0] ?? '(none)'}`;
    fail('bad-data', name, what, 'Give sequences of two labels at least');
  }
  const valid = options.valid ? checkLabels(options.valid, labels, bad, true) : held.map((k) => usable[k]);
  if (permute !== undefined) refuseUneven([...sequences, ...valid], form);
  const split =
    valid.length > 0 ? `${formatQuantity(valid.length, 'sequence')} to validate on` : 'none held out';
  return {
    sequences,
    valid,
    form,
    multiLabel,
    reading,
    name,
    sha256: await hashOf(platform, sequences, valid),
    notes: [
      ...read.notes,
      `${name}: ${formatQuantity(sequences.length, 'sequence')} of ${labels.length} classes to train on, ${split}.`,
      ...missingNote(sequences),
      ...skipped(bad),
    ],
  };
}

function refuseUneven(sequences: readonly LabelledSequence[], form: ContentForm): void {
  if (form.kind !== 'numbers')
    fail('bad-argument', 'permute', `the sequences are ${nameOf(form)}`, 'Leave it out');
  const odd = sequences.find(({ content }) => content.length !== sequences[0].content.length);
  if (odd)
    fail(
      'bad-data',
      `${odd.file}, line ${odd.line}`,
      'it has another length than the first',
      'Leave out permute, or give sequences of one length',
    );
}

function missingNote(sequences: readonly LabelledSequence[]): string[] {
  let missing = 0;
  for (const { content } of sequences)
    if (content instanceof Float64Array) for (const value of content) missing += Number(Number.isNaN(value));
  return missing === 0
    ? []
    : [
        `${formatQuantity(missing, 'value')} missing: the last one is carried on, and the model sees that it is old.`,
      ];
}

const skipped = ({ count }: BadLines): string[] =>
  count === 0
    ? []
    : [
        `${formatQuantity(count, 'sequence')} bad: left out, or, where a label was not in the training data, counted as wrong.`,
      ];

/** Reads files (UTF-8, plain or gzipped). `model`: all for a trained model, labelled or not. */
export async function readClassifyData(
  platform: Platform,
  paths: readonly string[],
  options: ClassifyOptions,
  { model, from }: { readonly model?: Classes | undefined; readonly from?: Classes | undefined },
): Promise<ClassifyData> {
  const bad = badLines(options.skipBad ?? false);
  const read = (some: readonly string[], reading: LabelledReading | undefined): Promise<LabelledFile> =>
    readAll(platform, some, options, { reading, unlabelled: model !== undefined, bad });
  const all = await read(paths, (model ?? from)?.reading);
  const name = paths.map((path) => platform.files.baseName(path)).join(', ');
  if (model) return wholeData(platform, all, name, model, bad);
  const valid = options.validFile === undefined ? undefined : await read([options.validFile], all.reading);
  if (valid && !sameForm(valid.form, all.form))
    fail(
      'bad-data',
      options.validFile ?? '',
      `it holds ${nameOf(valid.form)}, and ${name} ${nameOf(all.form)}`,
      'Give files of one form',
    );
  return classifyData(platform, all, {
    ...options,
    name,
    bad,
    ...(valid && { valid: valid.sequences }),
    ...(from && { known: from }),
  });
}

/** Sequences for a trained model: the labels of those that have some are checked. */
async function wholeData(
  platform: Platform,
  { sequences: all, form, multiLabel, reading }: LabelledFile,
  name: string,
  known: Classes,
  bad: BadLines,
): Promise<ClassifyData> {
  if (all.length === 0) fail('bad-data', name, 'there is no sequence in it', 'Give a file with some');
  checkForm(name, form, known);
  const sequences = checkLabels(all, known.labels, bad, true);
  const notes = [`${name}: ${formatQuantity(sequences.length, 'sequence')}.`, ...skipped(bad)];
  const sha256 = await hashOf(platform, sequences, []);
  return { sequences, valid: [], form, multiLabel, reading, name, sha256, notes };
}
