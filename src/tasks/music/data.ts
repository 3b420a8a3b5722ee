import { readText } from '../../data/file/readText.ts';
import type { Platform } from '../../platform/platform.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatQuantity } from '../../support/format.ts';
import { permutation, stream } from '../../support/random.ts';
import type { MusicOptions, Split } from './options.ts';
import { KEYS, LOWEST, type Piece } from './pianoRoll.ts';

/** Pieces to train on, and pieces to validate on. */
export interface MusicData {
  readonly pieces: readonly Piece[];
  readonly valid: readonly Piece[];
  readonly name: string;
  readonly sha256: string;
  readonly notes: readonly string[];
}

/** A text and its name in errors. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** The stream by which pieces are held out. */
const HELD_OUT = 0x6d757369;

/** A file's pieces: a list, or one list for each split. */
type Pieces = readonly Piece[] | Readonly<Partial<Record<Split, readonly Piece[]>>>;

const isSplit = (pieces: Pieces): pieces is Exclude<Pieces, readonly Piece[]> => !Array.isArray(pieces);

/**
 * Pieces to train on and to validate on: the splits that a file has; else a random tenth is held out, unless `valid` or
 * the options say otherwise. Throws `bad-data`, `bad-format`.
 */
export async function musicData(
  platform: Pick<Platform, 'sha256'>,
  file: NamedText,
  { validFraction, seed = 1 }: MusicOptions,
  validFile?: NamedText,
): Promise<MusicData> {
  checkNumber('music', 'validFraction', validFraction ?? 0, { least: 0, below: 1 });
  const read = parsePieces(file);
  const all = isSplit(read) ? splitOf(read, 'train', file.name) : read;
  const given =
    validFile !== undefined
      ? choose(parsePieces(validFile), 'valid', validFile.name)
      : validFraction === undefined && isSplit(read)
        ? read.valid
        : undefined;
  const count = given ? 0 : Math.round(all.length * (validFraction ?? 0.1));
  const held = new Set(permutation(stream(seed, HELD_OUT), all.length).slice(0, count));
  const pieces = all.filter((_, k) => !held.has(k));
  const valid = given ?? all.filter((_, k) => held.has(k));
  if (pieces.length === 0) fail('bad-data', file.name, 'there is no piece to train on', 'Give more pieces');
  const hash = `${file.text}\u0000${validFile?.text ?? ''}\u0000${count}`;
  const steps = pieces.reduce((sum, { length }) => sum + length, 0);
  return {
    pieces,
    valid,
    name: file.name,
    sha256: await platform.sha256(new TextEncoder().encode(hash)),
    notes: [
      `${file.name}: ${formatQuantity(pieces.length, 'piece')}, ${formatQuantity(steps, 'step')}; ${valid.length} pieces to validate on.`,
    ],
  };
}

/** All pieces of a file; of one with splits the one that is asked for. */
export async function wholePieces(
  platform: Pick<Platform, 'sha256'>,
  file: NamedText,
  split: Split,
): Promise<MusicData> {
  const read = parsePieces(file);
  const pieces = choose(read, split, file.name);
  const which = isSplit(read) ? ` (${split})` : '';
  return {
    pieces,
    valid: [],
    name: file.name,
    sha256: await platform.sha256(new TextEncoder().encode(file.text)),
    notes: [`${file.name}${which}: ${formatQuantity(pieces.length, 'piece')}.`],
  };
}

/** Reads a file (JSON, plain or gzipped). Throws `file-missing`, `bad-data`, `bad-format`. */
export async function readMusic(
  platform: Platform,
  paths: readonly string[],
  options: MusicOptions & { readonly split?: Split },
  forModel: boolean,
): Promise<MusicData> {
  if (paths.length > 1)
    fail('bad-argument', 'music', `${paths.length} files are given`, 'Give one file with all pieces');
  const read = async (path: string): Promise<NamedText> => ({
    name: platform.files.baseName(path),
    text: await readText(platform, path),
  });
  const file = await read(paths[0]);
  if (forModel) return wholePieces(platform, file, options.split ?? 'test');
  const { validFile } = options;
  return musicData(platform, file, options, validFile === undefined ? undefined : await read(validFile));
}

const choose = (pieces: Pieces, split: Split, name: string): readonly Piece[] =>
  isSplit(pieces) ? splitOf(pieces, split, name) : pieces;

const splitOf = (
  pieces: Readonly<Partial<Record<Split, readonly Piece[]>>>,
  split: Split,
  name: string,
): readonly Piece[] =>
  pieces[split] ?? fail('bad-data', name, `it has no pieces named ${split}`, `Give {"${split}": [...]}`);

/** The pieces in a JSON text. Throws `bad-format` for another form, `bad-data` for notes that no piano has. */
function parsePieces({ name, text }: NamedText): Pieces {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    fail('bad-format', name, `it is not JSON (${(error as Error).message})`, 'Give JSON');
  }
  if (Array.isArray(value)) return checkPieces(value, name);
  if (typeof value === 'object' && value !== null) {
    const splits = Object.entries(value).filter(
      ([key]) => key === 'train' || key === 'valid' || key === 'test',
    );
    if (splits.length > 0)
      return Object.fromEntries(splits.map(([key, pieces]) => [key, checkPieces(pieces, `${name}, ${key}`)]));
  }
  const remedy = 'Give a list of pieces, or {"train": [...], "valid": [...], "test": [...]}';
  return fail('bad-format', name, 'it holds no pieces', remedy);
}

function checkPieces(pieces: unknown, where: string): readonly Piece[] {
  const wrong = (place: string, what: string): never =>
    fail('bad-data', `${where}${place}`, what, 'A piece is a list of steps, a step a list of MIDI notes');
  if (!Array.isArray(pieces)) return wrong('', 'it is no list of pieces');
  pieces.forEach((piece: unknown, k) => {
    if (!Array.isArray(piece)) return wrong(`, piece ${k + 1}`, 'it is no list of steps');
    piece.forEach((notes: unknown, t) => {
      const place = `, piece ${k + 1}, step ${t + 1}`;
      if (!Array.isArray(notes)) return wrong(place, 'it is no list of notes');
      const bad: unknown = notes.find(
        (note: unknown) => !Number.isInteger(note) || Number(note) < LOWEST || Number(note) >= LOWEST + KEYS,
      );
      if (bad !== undefined)
        wrong(place, `${JSON.stringify(bad)} is no note from ${LOWEST} to ${LOWEST + KEYS - 1}`);
    });
  });
  return (pieces as Piece[]).filter((piece) => piece.length > 0);
}
