import { stepsOf } from '../../data/labelled/labelledJson.ts';
import type { GrayImage } from '../../data/image/grayImage.ts';
import type { ContentForm, LabelledFile, LabelledSequence } from '../../data/labelled/labelledSequence.ts';
import { pictureOf } from '../../data/labelled/picture.ts';
import { fail } from '../../support/errors.ts';

/** A step as a program gives it: a number of each channel, null or NaN where it is missing; of one channel the number. */
export type Step = number | readonly (number | null)[];

/** What a program wants to have classified: a text, the steps of a series, or a picture. */
export type SequenceContent = string | readonly (Step | null)[] | GrayImage;

/** A sequence as a program gives it: `text`, `steps` or `picture`. A list of labels where a sequence may have several. */
export interface SequenceWithLabel {
  readonly text?: string;
  readonly steps?: readonly (Step | null)[];
  readonly picture?: GrayImage;
  readonly label: string | readonly string[];
}

/** The content of a sequence; `channels`: how many there are, where it is known. Throws `bad-data`. */
export function contentOf(
  given: SequenceContent | undefined,
  k: number,
  channels?: number,
): { readonly content: LabelledSequence['content']; readonly channels: number | undefined } {
  if (typeof given === 'string') return { content: given, channels: undefined };
  if (given !== undefined && 'pixels' in given) {
    const { height, width, pixels } = given;
    if (pixels.length !== height * width || pixels.length === 0) {
      const what = `a picture of ${height} x ${width} has ${pixels.length} pixels`;
      fail('bad-data', `classify: sequence ${k + 1}`, what, 'Give height * width of them, from 0 to 1');
    }
    return { content: pictureOf(given), channels: undefined };
  }
  const read = stepsOf(given, channels);
  if ('fault' in read)
    fail('bad-data', `classify: sequence ${k + 1}`, read.fault, 'Give a text, or steps of numbers');
  return read;
}

/** Sequences of a program as those of a file: the line is the sequence's number, from 1. */
export function asRead(sequences: readonly SequenceWithLabel[]): LabelledFile {
  let channels: number | undefined;
  const read = sequences.map(({ text, steps, picture, label }, k): LabelledSequence => {
    const one = contentOf(text ?? steps ?? picture, k, channels);
    channels ??= one.channels;
    const labels = typeof label === 'string' ? [label] : label;
    return { id: '', content: one.content, labels, file: 'sequences', line: k + 1 };
  });
  const kinds = read.map(({ content }) => kindOf(content));
  const [kind = 'text'] = kinds;
  const odd = kinds.findIndex((one) => one !== kind);
  if (odd >= 0) {
    const is = { text: 'it is a text', numbers: 'it has steps', grid: 'it is a picture' }[kinds[odd]];
    const others = { text: 'texts', numbers: 'steps', grid: 'pictures' }[kind];
    fail(
      'bad-data',
      `classify: sequence ${odd + 1}`,
      `${is}, others are ${others}`,
      'Give sequences of one form',
    );
  }
  return {
    sequences: read,
    form:
      kind !== 'numbers'
        ? { kind }
        : { kind, channels: Array.from({ length: channels ?? 0 }, (_, c) => `${c + 1}`) },
    multiLabel: sequences.some(({ label }) => typeof label !== 'string'),
    reading: {},
    notes: [],
  };
}

/** What a content is: pictures are the ones in 32 bits. */
export function kindOf(content: LabelledSequence['content']): ContentForm['kind'] {
  if (typeof content === 'string') return 'text';
  return content instanceof Float32Array ? 'grid' : 'numbers';
}
