import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { readBytes } from '../file/readBytes.ts';
import { idxLabels, parseIdx } from '../image/parseIdx.ts';
import type { LabelledFile, LabelledOptions, LabelledSequence } from './labelledSequence.ts';

/** Pictures in IDX, and the labels beside them where they are there. */
export interface LabelledPictures {
  readonly height: number;
  readonly width: number;
  /** The pixels of each, [height * width] from 0 to 255, row by row. */
  readonly sequences: readonly LabelledSequence[];
}

/**
 * The pictures of an IDX file, and their labels from the file beside it that is called the same with `labels` and `idx1`
 * in place of `images` and `idx3`. Throws `bad-data`, `file-missing`.
 */
export async function readPictures(
  platform: Platform,
  path: string,
  { unlabelled = false }: Pick<LabelledOptions, 'unlabelled'>,
): Promise<LabelledPictures> {
  const { shape, values } = parseIdx(await readBytes(platform, path), path);
  if (shape.length !== 3)
    fail('bad-data', path, `its shape is ${shape.join(' by ')}`, 'Give pictures: count by height by width');
  const [count, height, width] = shape;
  const file = platform.files.baseName(path);
  const beside = path.replace(/images(?=[^/]*$)/, 'labels').replace(/idx3(?=[^/]*$)/, 'idx1');
  const isLabelled = beside !== path && (await platform.files.exists(beside));
  if (!isLabelled && !unlabelled)
    fail(
      'bad-data',
      path,
      'there are no labels beside it',
      `Put them into ${beside === path ? 'a file called as train-labels-idx1-ubyte beside train-images-idx3-ubyte' : beside}`,
    );
  const labels = isLabelled
    ? idxLabels(parseIdx(await readBytes(platform, beside), beside), beside)
    : undefined;
  if (labels && labels.length !== count)
    fail(
      'bad-data',
      beside,
      `it has ${labels.length} labels, and there are ${count} pictures`,
      'Give one for each',
    );
  const size = height * width;
  const pixels = new Uint8Array(values);
  const sequences = Array.from({ length: count }, (_, k) => ({
    id: '',
    content: pixels.subarray(k * size, (k + 1) * size),
    ...(labels && { labels: [String(labels[k])] }),
    file,
    line: k + 1,
  }));
  return { height, width, sequences };
}

/** Pictures as sequences of pixels, row by row. */
export async function labelledPixels(
  platform: Platform,
  path: string,
  options: LabelledOptions,
): Promise<LabelledFile> {
  const { height, width, sequences } = await readPictures(platform, path, options);
  return {
    sequences,
    form: { kind: 'numbers', channels: ['gray'] },
    multiLabel: false,
    reading: { layout: 'pixels' },
    notes: [`Pictures of ${width} by ${height} pixels, read as ${width * height} steps, row by row.`],
  };
}
