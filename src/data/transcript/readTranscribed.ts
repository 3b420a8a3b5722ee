import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import type { LeftOut } from '../file/leftOut.ts';
import { readText } from '../file/readText.ts';
import { imageNames } from '../image/parseImage.ts';
import type { FeatureSequence } from './featureSequence.ts';
import { readFeatureLines } from './readFeatureLines.ts';
import { readFeatureTable } from './readFeatureTable.ts';
import { type LineImage, readImageFile, readImageFolder, readImageList } from './readImages.ts';
import type { Label } from './readLabels.ts';

export interface ReadTranscribed {
  /** Transcripts by id, for tables. */
  readonly labels?: ReadonlyMap<string, Label> | undefined;
  /** The column of ids of tables. */
  readonly id?: string | undefined;
  /** The columns of numbers of tables. Default: all but the ids. */
  readonly columns?: readonly string[] | undefined;
}

/** What a file holds: pictures, or sequences of numbers. */
export type Transcribed =
  | { readonly images: readonly LineImage[] }
  | { readonly sequences: readonly FeatureSequence[]; readonly columns: readonly string[] };

/**
 * Reads a folder of pictures, a list of them, a picture, JSON lines or a table, told by the content; text is UTF-8, plain
 * or gzipped. Throws `file-missing`, `bad-data`, `bad-argument`.
 */
export async function readTranscribed(
  platform: Platform,
  path: string,
  options: ReadTranscribed,
  left: LeftOut,
): Promise<Transcribed> {
  if (await platform.files.isFolder(path)) return { images: await readImageFolder(platform, path, left) };
  if (imageNames.test(path)) return { images: [await readImageFile(platform, path)] };
  const text = await readText(platform, path);
  const file = platform.files.baseName(path);
  if (text.trimStart().startsWith('{')) return { sequences: readFeatureLines(text, file, left), columns: [] };
  if (isList(text)) return { images: await readImageList(platform, path, text, left) };
  const { sequences, columns } = readFeatureTable(text, file, options, left);
  return { sequences, columns };
}

/** Whether the first cell of one of the first two lines is the name of a picture. */
const isList = (text: string): boolean =>
  text
    .split(/\r?\n/, 2)
    .some((line) => /[\t,;]/.test(line) && imageNames.test(line.split(/[\t,;]/, 1)[0].trim()));

/** Throws `bad-data` unless all files hold pictures or all hold numbers of the same columns; joins them. */
export function joinTranscribed(parts: readonly Transcribed[], name: string): Transcribed {
  const images = parts.flatMap((part) => ('images' in part ? [part] : []));
  const tables = parts.flatMap((part) => ('sequences' in part ? [part] : []));
  if (images.length > 0 && tables.length > 0) {
    fail('bad-data', name, 'some files hold pictures and others numbers', 'Give files of one kind');
  }
  if (images.length > 0) return { images: images.flatMap((part) => part.images) };
  const [{ columns } = { columns: [] }] = tables;
  return { sequences: tables.flatMap((part) => part.sequences), columns };
}
