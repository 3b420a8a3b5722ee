import { readBytes } from '../../data/file/readBytes.ts';
import type { GrayImage } from '../../data/image/grayImage.ts';
import { idxImages, idxLabels, parseIdx } from '../../data/image/parseIdx.ts';
import { type FeatureSequence, imageColumns } from '../../data/transcript/featureSequence.ts';
import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { type Stream, substream, uniform } from '../../support/random.ts';

/** Pictures of digits, and which digits they are. */
export interface Digits {
  readonly images: readonly GrayImage[];
  readonly labels: Uint8Array;
}

/** The digits of two IDX files, plain or gzipped. Throws `file-missing`, `bad-data`. */
export async function readDigits(platform: Platform, imageFile: string, labelFile: string): Promise<Digits> {
  const images = idxImages(parseIdx(await readBytes(platform, imageFile), imageFile), imageFile);
  const labels = idxLabels(parseIdx(await readBytes(platform, labelFile), labelFile), labelFile);
  if (images.length === labels.length) return { images, labels };
  const what = `${images.length} pictures, and ${labels.length} labels in ${labelFile}`;
  return fail('bad-data', imageFile, what, 'Give the two files of one split');
}

const [SHORTEST, LONGEST] = [3, 8];

/** Lines of 3 to 8 digits side by side, drawn from those of numbers `from` to before `to`: the same for the same stream. */
export function digitLines(
  { images, labels }: Digits,
  { from, to, count, stream }: { from: number; to: number; count: number; stream: Stream },
): FeatureSequence[] {
  return Array.from({ length: count }, (_, line) => {
    const own = substream(stream, line);
    const length = SHORTEST + Math.floor((LONGEST - SHORTEST + 1) * uniform(own, 0));
    const chosen = Array.from(
      { length },
      (_digit, k) => from + Math.floor((to - from) * uniform(own, k + 1)),
    );
    const { height, width } = images[from];
    const features = new Float32Array(length * height * width);
    chosen.forEach((k, place) => features.set(imageColumns(images[k]), place * height * width));
    const text = chosen.map((k) => labels[k]).join('');
    return { id: String(line + 1), features, width: height, text, place: `line ${line + 1}` };
  });
}
