import type { GrayImage } from '../../data/image/grayImage.ts';
import { scaleImage } from '../../data/image/scaleImage.ts';
import { type FeatureSequence, imageColumns } from '../../data/transcript/featureSequence.ts';
import { featuresOf } from '../../data/transcript/readFeatureLines.ts';
import type { TranscribeArchitecture } from './transcribeModel.ts';

/** A sequence as a program gives it: steps of as many numbers, or a picture whose columns are the steps. */
export type Sequence = { readonly features: readonly ArrayLike<number>[] } | { readonly image: GrayImage };

/** A sequence and its transcript. */
export type Example = Sequence & { readonly text: string };

/** Sequences of a program as those of a file. Pictures are scaled to `width`, their height. Throws `bad-data`. */
export function asRead(
  examples: readonly (Sequence & { readonly text?: string })[],
  { width }: Partial<Pick<TranscribeArchitecture, 'width'>> = {},
): FeatureSequence[] {
  const sequences: FeatureSequence[] = [];
  examples.forEach((example, k) => {
    const place = `transcribe: sequence ${k + 1}`;
    const { text } = example;
    const height = width ?? sequences[0]?.width;
    const read =
      'image' in example
        ? imageSequence(height === undefined ? example.image : scaleImage(example.image, height))
        : featuresOf(example.features, place, height);
    sequences.push({ id: String(k + 1), place, ...read, ...(text !== undefined && { text }) });
  });
  return sequences;
}

const imageSequence = (image: GrayImage): Pick<FeatureSequence, 'features' | 'width'> => ({
  features: imageColumns(image),
  width: image.height,
});
