import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { readBytes } from '../file/readBytes.ts';
import { readText } from '../file/readText.ts';
import { imageNames, parseImage } from '../image/parseImage.ts';
import { parseRows } from '../table/parseRows.ts';
import { readPictures } from './labelledPixels.ts';
import type { LabelledFile, LabelledOptions, LabelledSequence } from './labelledSequence.ts';
import { pictureOf } from './picture.ts';

/** A table of the names of pictures and their labels, in the folder of these. */
const LABELS = 'labels.csv';

/** A picture of a folder: its name below it, and its label where it has one. */
interface Entry {
  readonly name: string;
  readonly label: string | undefined;
}

/**
 * Pictures of any sizes, as grids: a folder of PNG and PGM, in a folder by each class or with a table `labels.csv` of file
 * names and labels; an IDX file with the labels beside it; or one picture. Throws `bad-data`, `file-missing`.
 */
export async function labelledGrids(
  platform: Platform,
  path: string,
  options: LabelledOptions,
): Promise<LabelledFile> {
  const { files } = platform;
  const { unlabelled = false } = options;
  const read = async (): Promise<readonly LabelledSequence[]> => {
    if (await files.isFolder(path)) return picturesOf(platform, path, options);
    if (!imageNames.test(path)) return idxPictures(platform, path, options);
    if (!unlabelled)
      fail(
        'bad-data',
        path,
        'a picture alone has no label',
        'Give a folder with a folder of pictures by class',
      );
    return [await pictureAt(platform, path, { name: files.baseName(path), label: undefined })];
  };
  return {
    sequences: await read(),
    form: { kind: 'grid' },
    multiLabel: false,
    reading: { layout: 'grid' },
    notes: [],
  };
}

async function idxPictures(
  platform: Platform,
  path: string,
  options: LabelledOptions,
): Promise<LabelledSequence[]> {
  const { height, width, sequences } = await readPictures(platform, path, options);
  return sequences.map((one) => {
    const pixels = Float32Array.from(one.content as Uint8Array, (value) => value / 255);
    return { ...one, content: pictureOf({ height, width, pixels }) };
  });
}

/** Reads what a folder lists; a picture that cannot be read is reported. */
async function picturesOf(
  platform: Platform,
  folder: string,
  { unlabelled = false, bad }: LabelledOptions,
): Promise<LabelledSequence[]> {
  const entries = await entriesOf(platform, folder);
  if (entries.length === 0)
    fail(
      'bad-data',
      folder,
      'there are no pictures in it',
      'Give PNG or PGM files, in a folder by each class',
    );
  if (!unlabelled && entries.some(({ label }) => label === undefined)) {
    const what = 'its pictures have no labels';
    fail(
      'bad-data',
      folder,
      what,
      `Put them into a folder by each class, or their names and labels into ${LABELS}`,
    );
  }
  const pictures: LabelledSequence[] = [];
  for (const entry of entries) {
    const file = platform.files.join(folder, entry.name);
    try {
      pictures.push(await pictureAt(platform, file, entry));
    } catch (error) {
      bad.rethrow(error);
    }
  }
  return pictures;
}

async function pictureAt(
  platform: Platform,
  path: string,
  { name, label }: Entry,
): Promise<LabelledSequence> {
  const image = parseImage(await readBytes(platform, path), path);
  return {
    id: name,
    content: pictureOf(image),
    ...(label !== undefined && { labels: [label] }),
    file: path,
    line: 1,
  };
}

/** By a table, by folders, or pictures without labels; in the order of the table, or of names. */
async function entriesOf({ files, ...platform }: Platform, folder: string): Promise<Entry[]> {
  const table = files.join(folder, LABELS);
  if (await files.exists(table)) {
    const { rows, lines } = parseRows(await readText({ files, ...platform }, table), table);
    const header = imageNames.test(rows[0][0]) ? 0 : 1;
    return rows.slice(header).map((row, k) => {
      const [name, label] = row;
      if (row.length !== 2 || label === '') {
        const what = 'it is not the name of a picture and its label';
        fail('bad-data', `${table}, line ${lines[k + header]}`, what, 'Correct it');
      }
      return { name, label };
    });
  }
  const names = (await files.list(folder)).toSorted();
  const entries: Entry[] = [];
  for (const name of names) {
    const below = files.join(folder, name);
    if (imageNames.test(name)) entries.push({ name, label: undefined });
    else if (await files.isFolder(below)) {
      const pictures = (await files.list(below)).filter((one) => imageNames.test(one)).toSorted();
      entries.push(...pictures.map((one) => ({ name: files.join(name, one), label: name })));
    }
  }
  return entries;
}
