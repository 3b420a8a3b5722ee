import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { readBytes } from '../file/readBytes.ts';
import { readText } from '../file/readText.ts';
import type { LeftOut } from '../file/leftOut.ts';
import type { GrayImage } from '../image/grayImage.ts';
import { imageNames, parseImage } from '../image/parseImage.ts';
import { type Label, readLabels } from './readLabels.ts';

/** A picture of a line, and its transcript where there is one. */
export interface LineImage {
  readonly id: string;
  readonly image: GrayImage;
  readonly text?: string;
  readonly place: string;
}

/** What a folder of pictures has its transcripts in. */
const LISTS = ['labels.tsv', 'labels.csv'];

/**
 * The pictures (PNG or PGM) of a folder, with their transcripts in `labels.tsv` or `labels.csv`; without such a file all
 * pictures, with no transcript. Pictures that cannot be read, or are not in the list, go to `left`.
 */
export async function readImageFolder(
  platform: Platform,
  folder: string,
  left: LeftOut,
): Promise<LineImage[]> {
  const names = await platform.files.list(folder);
  const list = LISTS.find((name) => names.includes(name));
  const pictures = names.filter((name) => imageNames.test(name));
  if (list === undefined) return readAll(platform, folder, pictures, left);
  const path = platform.files.join(folder, list);
  const labels = readLabels(await readText(platform, path), path);
  for (const name of pictures) {
    if (labels.has(name)) continue;
    try {
      const where = platform.files.join(folder, name);
      fail('bad-data', where, `${list} has no transcript for it`, 'Give it a line there.');
    } catch (error) {
      left.take(error);
    }
  }
  return readListed(platform, folder, labels, left);
}

/** The pictures of a list of files, relative to its own folder, and transcripts. */
export function readImageList(
  platform: Platform,
  path: string,
  text: string,
  left: LeftOut,
): Promise<LineImage[]> {
  return readListed(platform, platform.files.join(path, '..'), readLabels(text, path), left);
}

/** Pictures by their paths, without transcripts. */
export const readImageFiles = (
  platform: Platform,
  paths: readonly string[],
  left: LeftOut,
): Promise<LineImage[]> => readAll(platform, undefined, paths, left);

const readListed = (
  platform: Platform,
  folder: string,
  labels: ReadonlyMap<string, Label>,
  left: LeftOut,
): Promise<LineImage[]> => readAll(platform, folder, [...labels.keys()], left, labels);

async function readAll(
  platform: Platform,
  folder: string | undefined,
  names: readonly string[],
  left: LeftOut,
  labels?: ReadonlyMap<string, Label>,
): Promise<LineImage[]> {
  const images: LineImage[] = [];
  for (const id of names) {
    const path = folder === undefined ? id : platform.files.join(folder, id);
    try {
      const image = parseImage(await readBytes(platform, path), path);
      const label = labels?.get(id);
      images.push({ id, image, place: path, ...(label && { text: label.text }) });
    } catch (error) {
      left.take(error);
    }
  }
  return images;
}
