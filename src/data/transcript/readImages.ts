import type { Platform } from '../../platform/platform.ts';
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
 * The pictures (PNG or PGM) of a folder, with the transcripts that `labels.tsv` or `labels.csv` in it has; then those that
 * it does not name. Pictures that cannot be read go to `left`.
 */
export async function readImageFolder(
  platform: Platform,
  folder: string,
  left: LeftOut,
): Promise<LineImage[]> {
  const names = await platform.files.list(folder);
  const list = LISTS.find((name) => names.includes(name));
  const path = platform.files.join(folder, list ?? LISTS[0]);
  const labels = list === undefined ? new Map() : readLabels(await readText(platform, path), path);
  const pictures = names.filter((name) => imageNames.test(name));
  return readAll(platform, folder, [...new Set([...labels.keys(), ...pictures])], left, labels);
}

/** The pictures of a list of files, relative to its own folder, and transcripts. */
export function readImageList(
  platform: Platform,
  path: string,
  text: string,
  left: LeftOut,
): Promise<LineImage[]> {
  const labels = readLabels(text, path);
  return readAll(platform, platform.files.join(path, '..'), [...labels.keys()], left, labels);
}

/** A picture by its path, without a transcript. Throws `file-missing`, `bad-data`. */
export async function readImageFile(platform: Platform, path: string): Promise<LineImage> {
  return { id: path, image: parseImage(await readBytes(platform, path), path), place: path };
}

async function readAll(
  platform: Platform,
  folder: string,
  names: readonly string[],
  left: LeftOut,
  labels: ReadonlyMap<string, Label>,
): Promise<LineImage[]> {
  const images: LineImage[] = [];
  for (const id of names) {
    const path = platform.files.join(folder, id);
    try {
      const label = labels.get(id);
      images.push({ ...(await readImageFile(platform, path)), id, ...(label && { text: label.text }) });
    } catch (error) {
      left.take(error);
    }
  }
  return images;
}
