import { type LeftOut, leftOut } from '../../data/file/leftOut.ts';
import { readText } from '../../data/file/readText.ts';
import { scaleImage } from '../../data/image/scaleImage.ts';
import { type FeatureSequence, imageColumns, stepsOf } from '../../data/transcript/featureSequence.ts';
import type { LineImage } from '../../data/transcript/readImages.ts';
import { readLabels } from '../../data/transcript/readLabels.ts';
import { joinTranscribed, readTranscribed, type Transcribed } from '../../data/transcript/readTranscribed.ts';
import type { Platform } from '../../platform/platform.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatQuantity } from '../../support/format.ts';
import { permutation, stream } from '../../support/random.ts';
import { leastSteps } from '../../tensor/losses/ctc.ts';
import { type Alphabet, splitLabels } from './alphabet.ts';
import type { TranscribeOptions } from './options.ts';
import type { TranscribeArchitecture } from './transcribeModel.ts';

/** Sequences to train on and to validate on; for a trained model all are in `sequences`. */
export interface TranscribeData {
  readonly sequences: readonly FeatureSequence[];
  readonly valid: readonly FeatureSequence[];
  /** Whether the steps are columns of pictures, and how many numbers each has. */
  readonly input: TranscribeArchitecture['input'];
  readonly width: number;
  /** Names of the numbers, where they have some. */
  readonly columns: readonly string[];
  /** Steps that are read as one. */
  readonly stack: number;
  readonly name: string;
  readonly sha256: string;
  readonly notes: readonly string[];
}

/** What a trained model knows, for data that is to be transcribed or to go on with. */
export interface KnownTranscripts {
  readonly alphabet: Alphabet;
  readonly architecture: TranscribeArchitecture;
}

/** Sequences before they are split. */
export interface ReadSequences extends Pick<TranscribeData, 'input' | 'columns' | 'name'> {
  readonly sequences: readonly FeatureSequence[];
  readonly valid?: readonly FeatureSequence[];
  readonly notes?: readonly string[];
}

/** Steps that are read as one at most, unless more are asked for. */
const MOST_STACKED = 4;

/** Splits sequences: a share of them, drawn at random, is held out. Throws `bad-data`, `bad-argument`. */
export async function transcribeData(
  platform: Pick<Platform, 'sha256'>,
  read: ReadSequences,
  options: TranscribeOptions,
  { known, left = leftOut(options.skipBad ?? false) }: { known?: KnownTranscripts; left?: LeftOut } = {},
): Promise<TranscribeData> {
  const { name, input, columns } = read;
  const { validFraction = 0.1 } = options;
  const unit = known?.alphabet.unit ?? options.unit ?? 'character';
  checkNumber('transcribe', 'validFraction', validFraction, { least: 0, below: 1 });
  const width = known?.architecture.width ?? read.sequences[0]?.width ?? 1;
  const labelled = checkSequences(read.sequences, width, left, known?.alphabet);
  const stack = known?.architecture.stack ?? options.stack ?? stackFor(labelled, unit);
  const usable = labelled.filter((sequence) => {
    const [least, steps] = [leastOf(sequence, unit), stepsOf(sequence)];
    if (least <= Math.ceil(steps / stack)) return true;
    const isPossible = least <= steps;
    const what = `its transcript takes ${least} steps at least, and it has ${steps}${isPossible ? `, read ${stack} at a time` : ''}`;
    const remedy = `Check transcript and sequence${isPossible ? ', or lower --stack' : ''}.`;
    return left.without(() => fail('bad-data', sequence.place, what, remedy));
  });
  if (usable.length < 2)
    fail('bad-data', name, `it has ${formatQuantity(usable.length, 'usable sequence')}`, 'Give at least 2');
  const held = read.valid ? 0 : Math.min(usable.length - 1, Math.round(validFraction * usable.length));
  const heldOut = new Set(permutation(stream(0x637463), usable.length).subarray(0, held));
  const sequences = usable.filter((_, k) => !heldOut.has(k));
  const valid = read.valid
    ? checkSequences(read.valid, width, left)
    : usable.filter((_, k) => heldOut.has(k));
  const labels = new Set(sequences.flatMap(({ text = '' }) => splitLabels(text, unit)));
  if (labels.size === 0) fail('bad-data', name, 'all transcripts are empty', 'Give some with labels in them');
  const split =
    valid.length > 0 ? `${formatQuantity(valid.length, 'sequence')} to validate on` : 'none held out';
  const stacked = stack === 1 ? '' : `, read ${stack} at a time`;
  return {
    sequences,
    valid,
    input,
    width,
    columns,
    stack,
    name,
    sha256: await hash(platform, [...sequences, ...valid], String(sequences.length)),
    notes: [
      `${name}: ${formatQuantity(sequences.length, 'sequence')} with ${formatQuantity(total(sequences), 'step')} of ${formatQuantity(width, 'number')} to train on${stacked}, ${split}.`,
      `${formatQuantity(labels.size, 'label')}.`,
      ...(read.notes ?? []),
      ...leftNotes(left),
    ],
  };
}

/** Sequences for a trained model, with transcripts or without. Throws `bad-data`. */
export async function wholeData(
  platform: Pick<Platform, 'sha256'>,
  { sequences: all, name, input, columns, notes = [] }: ReadSequences,
  { architecture: { width, stack } }: KnownTranscripts,
  left: LeftOut,
): Promise<TranscribeData> {
  const sequences = all.filter((sequence) => hasWidth(sequence, width, left));
  if (sequences.length === 0) fail('bad-data', name, 'there is no sequence in it', 'Give a file with some');
  return {
    ...{ sequences, valid: [], input, width, columns, stack, name },
    sha256: await hash(platform, sequences, ''),
    notes: [
      `${name}: ${formatQuantity(sequences.length, 'sequence')} with ${formatQuantity(total(sequences), 'step')}.`,
      ...notes,
      ...leftNotes(left),
    ],
  };
}

/** Reads files and folders. `model`: all for a trained model, with transcripts or without. Throws as `readTranscribed`. */
export async function readTranscribeData(
  platform: Platform,
  paths: readonly string[],
  options: TranscribeOptions,
  {
    model,
    from,
  }: { readonly model?: KnownTranscripts | undefined; readonly from?: KnownTranscripts | undefined },
): Promise<TranscribeData> {
  const left = leftOut(options.skipBad ?? false);
  const known = model ?? from;
  const labels =
    options.labels === undefined
      ? undefined
      : readLabels(await readText(platform, options.labels), options.labels);
  const name = paths.map((path) => platform.files.baseName(path)).join(', ');
  let columns = known && known.alphabet.columns.length > 0 ? known.alphabet.columns : undefined;
  const read = async (path: string): Promise<Transcribed> => {
    const part = await readTranscribed(platform, path, { labels, id: options.id, columns }, left);
    if ('columns' in part && part.columns.length > 0) columns ??= part.columns;
    return part;
  };
  const parts: Transcribed[] = [];
  for (const path of paths) parts.push(await read(path));
  const all = joinTranscribed(parts, name);
  const valid = options.validFile === undefined || model ? undefined : await read(options.validFile);
  const whole = valid ? joinTranscribed([all, valid], name) : all;
  const input = 'images' in whole ? 'image' : 'numbers';
  if (known && known.architecture.input !== input) {
    const what = `it holds ${input === 'image' ? 'pictures' : 'numbers'}, and the model reads ${input === 'image' ? 'numbers' : 'pictures'}`;
    fail('bad-data', name, what, 'Give data of the form that the model was trained on');
  }
  const height =
    known?.architecture.width ?? options.height ?? ('images' in whole ? usualHeight(whole.images) : 0);
  const scaled = 'images' in whole ? whole.images.filter(({ image }) => image.height !== height).length : 0;
  const result: ReadSequences = {
    sequences: sequencesOf(all, height),
    ...(valid && { valid: sequencesOf(valid, height) }),
    input,
    columns: columns ?? [],
    name,
    notes: scaled > 0 ? [`${formatQuantity(scaled, 'picture')} scaled to a height of ${height}.`] : [],
  };
  if (model) return wholeData(platform, result, model, left);
  return transcribeData(platform, result, options, { left, ...(from && { known: from }) });
}

/** Those that can be used: of the width, with a transcript, and where an alphabet is known with its labels. */
export function checkSequences(
  sequences: readonly FeatureSequence[],
  width: number,
  left: LeftOut,
  alphabet?: Alphabet,
): FeatureSequence[] {
  const known = alphabet && new Set(alphabet.labels);
  return sequences.filter((sequence) => {
    const { text, place } = sequence;
    if (!hasWidth(sequence, width, left)) return false;
    if (text === undefined) {
      return left.without(() =>
        fail('bad-data', place, 'it has no transcript', 'Give it one, for tables with --labels.'),
      );
    }
    const strange = known && splitLabels(text, alphabet.unit).find((label) => !known.has(label));
    if (strange === undefined) return true;
    const what = `the label ${JSON.stringify(strange)} was not in the training data`;
    return left.without(() => fail('bad-data', place, what, 'Correct the transcript.'));
  });
}

const hasWidth = ({ width, place }: FeatureSequence, wanted: number, left: LeftOut): boolean =>
  width === wanted ||
  left.without(() =>
    fail('bad-data', place, `its steps have ${width} numbers, not ${wanted}`, 'Give every step as many.'),
  );

const leastOf = ({ text = '' }: FeatureSequence, unit: Alphabet['unit']): number =>
  leastSteps(splitLabels(text, unit));

/** As many as leave every transcript that is possible at all twice the steps that it takes. */
function stackFor(sequences: readonly FeatureSequence[], unit: Alphabet['unit']): number {
  let stack = MOST_STACKED;
  for (const sequence of sequences) {
    const [least, steps] = [leastOf(sequence, unit), stepsOf(sequence)];
    if (least <= steps) while (stack > 1 && 2 * least > Math.floor(steps / stack)) stack--;
  }
  return stack;
}

/** The height that most pictures have; of equals the smaller one. */
function usualHeight(images: readonly LineImage[]): number {
  const counts = new Map<number, number>();
  for (const { image } of images) counts.set(image.height, (counts.get(image.height) ?? 0) + 1);
  const [[height] = [1]] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return height;
}

const sequencesOf = (data: Transcribed, height: number): readonly FeatureSequence[] =>
  'sequences' in data
    ? data.sequences
    : data.images.map(({ image, ...rest }) => ({
        ...rest,
        features: imageColumns(scaleImage(image, height)),
        width: height,
      }));

const total = (sequences: readonly FeatureSequence[]): number =>
  sequences.reduce((sum, sequence) => sum + stepsOf(sequence), 0);

const leftNotes = ({ count }: LeftOut): string[] =>
  count === 0 ? [] : [`${formatQuantity(count, 'sequence')} bad, left out.`];

/** Of features and transcripts, in their order. */
async function hash(
  platform: Pick<Platform, 'sha256'>,
  sequences: readonly FeatureSequence[],
  split: string,
): Promise<string> {
  const parts = await Promise.all(
    sequences.map(({ features }) => platform.sha256(new Uint8Array(features.slice().buffer))),
  );
  const texts = sequences.map(({ text = null }) => text);
  return platform.sha256(new TextEncoder().encode(JSON.stringify([parts, texts, split])));
}
