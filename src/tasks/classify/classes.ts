import type { ContentForm, LabelledReading, LabelledSequence } from '../../data/labelled/labelledSequence.ts';
import { type StoredVocabulary, tokenVocabulary } from '../../data/text/vocabulary.ts';
import type { ClassifyData } from './data.ts';
import type { CompleteOptions } from './options.ts';
import { symbolsOf } from './symbolsOf.ts';

/** How a model reads the contents of sequences. */
export type TextInput = {
  readonly kind: 'text';
  readonly unit: 'word' | 'character';
  readonly symbols: StoredVocabulary['symbols'];
};
/** C channels; every value is read as (value - shift) / scale. */
export type NumberInput = {
  readonly kind: 'numbers';
  readonly channels: readonly string[];
  readonly shift: readonly number[];
  readonly scale: readonly number[];
  /** Beside the values it reads which of them are there: some were missing in training. */
  readonly masked: boolean;
  /** The steps, all sequences having so many, are read in the order that is drawn from the seed. */
  readonly order?: { readonly seed: number; readonly steps: number };
};
/** Pictures: every pixel is read as (value - shift) / scale. */
export type GridInput = { readonly kind: 'grid'; readonly shift: number; readonly scale: number };
export type ModelInput = TextInput | NumberInput | GridInput;

/** All that training data gives a classifier besides weights: part of model.json. */
export type Classes = {
  /** K, in the order of their names, of numbers in that of their values. */
  readonly labels: readonly string[];
  /** [K]: how many training sequences are of each. */
  readonly counts: readonly number[];
  /** How many training sequences there are. */
  readonly total: number;
  /** The most frequent labels of a sequence: the baseline. */
  readonly usual: readonly string[];
  /** Sequences may have any number of labels. */
  readonly multiLabel: boolean;
  readonly input: ModelInput;
  readonly reading: LabelledReading;
};

const tally = (items: Iterable<string>): [string, number][] => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};

/** What training data says. */
export function classesOf(data: ClassifyData, options: CompleteOptions): Classes {
  const { sequences, form, multiLabel, reading } = data;
  const all = tally(sequences.flatMap(({ labels = [] }) => labels));
  const areNumbers = all.every(([label]) => label !== '' && Number.isFinite(Number(label)));
  all.sort(([a], [b]) => (areNumbers ? Number(a) - Number(b) : a < b ? -1 : 1));
  const sets = tally(sequences.map(({ labels = [] }) => JSON.stringify([...labels].sort())));
  return {
    labels: all.map(([label]) => label),
    counts: all.map(([, count]) => count),
    total: sequences.length,
    usual: JSON.parse(sets[0][0]) as string[],
    multiLabel,
    input: inputOf(sequences, form, options),
    reading,
  };
}

function inputOf(
  sequences: readonly LabelledSequence[],
  form: ContentForm,
  { unit, minCount, permute }: CompleteOptions,
): ModelInput {
  const contents = sequences.map(({ content }) => content);
  if (form.kind === 'text') {
    const tokens = contents.map((content) => symbolsOf(String(content), unit));
    return { kind: 'text', unit, symbols: tokenVocabulary(tokens, { minCount }).symbols };
  }
  if (form.kind === 'grid') {
    const pixels = contents.flatMap((content) =>
      content instanceof Float32Array ? [content.subarray(1)] : [],
    );
    const { mean, deviation } = channelScale(pixels, 0, 1);
    return { kind: 'grid', shift: mean, scale: deviation };
  }
  const { channels } = form;
  const numbers = contents.filter((content) => typeof content !== 'string');
  const scales = channels.map((_, channel) => channelScale(numbers, channel, channels.length));
  return {
    kind: 'numbers',
    channels,
    shift: scales.map(({ mean }) => mean),
    scale: scales.map(({ deviation }) => deviation),
    masked: scales.some(({ missing }) => missing),
    ...(permute !== undefined && {
      order: { seed: permute, steps: (numbers[0]?.length ?? 0) / channels.length },
    }),
  };
}

/** Mean and standard deviation of a channel over all steps; 1 for a constant one. */
function channelScale(
  contents: readonly ArrayLike<number>[],
  channel: number,
  channels: number,
): { mean: number; deviation: number; missing: boolean } {
  const each = (visit: (value: number) => void): void => {
    for (const content of contents)
      for (let k = channel; k < content.length; k += channels) visit(content[k]);
  };
  let [count, sum, squares, missing] = [0, 0, 0, 0];
  each((value) => {
    if (Number.isNaN(value)) missing++;
    else {
      count++;
      sum += value;
    }
  });
  const mean = count === 0 ? 0 : sum / count;
  each((value) => {
    if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  });
  const deviation = Math.sqrt(squares / Math.max(1, count));
  return { mean, deviation: deviation > 1e-12 * Math.abs(mean) ? deviation : 1, missing: missing > 0 };
}
