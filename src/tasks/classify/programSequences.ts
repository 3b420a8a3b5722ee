import { stepsOf } from '../../data/labelled/labelledJson.ts';
import type { LabelledFile, LabelledSequence } from '../../data/labelled/labelledSequence.ts';
import { fail } from '../../support/errors.ts';

/** A step as a program gives it: a number of each channel, null or NaN where it is missing; of one channel the number. */
export type Step = number | readonly (number | null)[];

/** What a program wants to have classified: a text, or the steps of a series. */
export type SequenceContent = string | readonly (Step | null)[];

/** A sequence as a program gives it: `text` or `steps`. A list of labels where a sequence may have several. */
export interface SequenceWithLabel {
  readonly text?: string;
  readonly steps?: readonly (Step | null)[];
  readonly label: string | readonly string[];
}

/** The content of a sequence; `channels`: how many there are, where it is known. Throws `bad-data`. */
export function contentOf(
  given: SequenceContent | undefined,
  k: number,
  channels?: number,
): { readonly content: LabelledSequence['content']; readonly channels: number | undefined } {
  if (typeof given === 'string') return { content: given, channels: undefined };
  const read = stepsOf(given, channels);
  if ('fault' in read)
    fail('bad-data', `classify: sequence ${k + 1}`, read.fault, 'Give a text, or steps of numbers');
  return read;
}

/** Sequences of a program as those of a file: the line is the sequence's number, from 1. */
export function asRead(sequences: readonly SequenceWithLabel[]): LabelledFile {
  let channels: number | undefined;
  const read = sequences.map(({ text, steps, label }, k): LabelledSequence => {
    const one = contentOf(text ?? steps, k, channels);
    if (k > 0 && (one.channels === undefined) !== (channels === undefined)) {
      const what =
        one.channels === undefined ? 'it is a text, others are steps' : 'it has steps, others are texts';
      fail('bad-data', `classify: sequence ${k + 1}`, what, 'Give sequences of one form');
    }
    channels = one.channels;
    const labels = typeof label === 'string' ? [label] : label;
    return { id: '', content: one.content, labels, file: 'sequences', line: k + 1 };
  });
  return {
    sequences: read,
    form:
      channels === undefined
        ? { kind: 'text' }
        : { kind: 'numbers', channels: Array.from({ length: channels }, (_, c) => `${c + 1}`) },
    multiLabel: sequences.some(({ label }) => typeof label !== 'string'),
    reading: {},
    notes: [],
  };
}
