import type { FeatureSequence } from '../../data/transcript/featureSequence.ts';
import { fail } from '../../support/errors.ts';
import type { Unit } from './options.ts';

/** The labels of a model: class k + 1 is `labels[k]`, class 0 the blank. Part of model.json. */
export type Alphabet = {
  readonly unit: Unit;
  /** The most frequent first. */
  readonly labels: readonly string[];
  /** The most frequent transcript of the training data: the baseline. */
  readonly usual: string;
  /** The names of the columns that are read; empty where they have none. */
  readonly columns: readonly string[];
};

/** A transcript as labels. */
export const splitLabels = (text: string, unit: Unit): string[] =>
  unit === 'character' ? Array.from(text) : text.split(/\s+/).filter((token) => token !== '');

/** Labels as a transcript. */
export const joinLabels = (labels: readonly string[], unit: Unit): string =>
  labels.join(unit === 'character' ? '' : ' ');

const byCount = (items: Iterable<string>): string[] => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([item]) => item);
};

/** The alphabet of training data. */
export function alphabetOf(
  sequences: readonly FeatureSequence[],
  unit: Unit,
  columns: readonly string[],
): Alphabet {
  const texts = sequences.map(({ text = '' }) => text);
  const labels = byCount(texts.flatMap((text) => splitLabels(text, unit)));
  return { unit, labels, usual: byCount(texts)[0] ?? '', columns };
}

/** Gives the classes of transcripts. Throws for a label that the alphabet does not have: data is checked before. */
export function classCoder({ unit, labels }: Alphabet): (text: string) => number[] {
  const classes = new Map(labels.map((label, k) => [label, k + 1]));
  return (text) =>
    splitLabels(text, unit).map(
      (label) => classes.get(label) ?? fail('internal', 'transcribe', `no class for ${label}`, 'Report this'),
    );
}
