import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { platform } from '#platform';
import { leftOut } from '../../../src/data/file/leftOut.ts';
import { scaleImage } from '../../../src/data/image/scaleImage.ts';
import { editDistance } from '../../../src/data/score/editDistance.ts';
import { imageColumns } from '../../../src/data/transcript/featureSequence.ts';
import { readLabels } from '../../../src/data/transcript/readLabels.ts';
import { readTranscribed, type Transcribed } from '../../../src/data/transcript/readTranscribed.ts';
import { pngBytes } from '../image/pngBytes.ts';

async function folderOf(files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-transcript-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const read = async (
  files: Record<string, string | Uint8Array>,
  name: string,
  options: Parameters<typeof readTranscribed>[2] = {},
  left = leftOut(false),
): Promise<Transcribed> => readTranscribed(platform, join(await folderOf(files), name), options, left);

const numbersOf = (data: Transcribed): [string, string | undefined, number[]][] =>
  'sequences' in data ? data.sequences.map(({ id, text, features }) => [id, text, [...features]]) : [];
const picturesOf = (data: Transcribed): [string, string | undefined, number[]][] =>
  'images' in data ? data.images.map(({ id, text, image }) => [id, text, [...image.pixels]]) : [];

it('reads tables with a row for each step, and transcripts by id', async () => {
  const table = 'x,id,y\n1,a,2\n5,b,6\n3,a,4\n';
  const labels = readLabels('a\tone two\nb\t3\n', 'labels.tsv');
  const found = await read({ 'x.csv': table }, 'x.csv', { labels });
  expect(numbersOf(found)).toEqual([
    ['a', 'one two', [1, 2, 3, 4]],
    ['b', '3', [5, 6]],
  ]);
  expect('columns' in found && found.columns).toEqual(['x', 'y']);
  const named = await read({ 'x.csv': table }, 'x.csv', { id: 'y', columns: ['x'] });
  expect(numbersOf(named)).toEqual([
    ['2', undefined, [1]],
    ['6', undefined, [5]],
    ['4', undefined, [3]],
  ]);
});

it('reads transcripts as TSV without quotes, as CSV with them, with a header or without', () => {
  expect([...readLabels('file\ttext\na.png\tsay "a"\tb\n\nb.png\t\n', 'x')]).toEqual([
    ['a.png', { text: 'say "a"\tb', line: 2 }],
    ['b.png', { text: '', line: 4 }],
  ]);
  expect([...readLabels('id,text\na,"b, c"\n', 'x')]).toEqual([['a', { text: 'b, c', line: 2 }]]);
  expect(() => readLabels('a\tb\nc\n', 'x')).toThrow('x, line 2: there is no transcript for c');
  expect(() => readLabels('a\tb\na\tc\n', 'x')).toThrow('x, line 2: a is on line 1 too');
});

it('reads JSON lines', async () => {
  const lines = '{"features": [[1, 2], [3, 4]], "text": "ab"}\n\n{"id": "x", "features": [[5, 6]]}\n';
  expect(numbersOf(await read({ 'x.jsonl': lines }, 'x.jsonl'))).toEqual([
    ['1', 'ab', [1, 2, 3, 4]],
    ['x', undefined, [5, 6]],
  ]);
});

const picture = 'P2 2 1 2 0 1\n';

it('reads pictures of a folder, of a list, and alone', async () => {
  const png = pngBytes({ width: 2, height: 1, depth: 8, type: 0, rows: [[0, 255, 0]] });
  const files = { 'a.pgm': picture, 'b.png': png, 'labels.tsv': 'a.pgm\tone\nb.png\ttwo\n' };
  const both = [
    ['a.pgm', 'one', [0, 0.5]],
    ['b.png', 'two', [1, 0]],
  ];
  expect(picturesOf(await read(files, '.'))).toEqual(both);
  expect(picturesOf(await read(files, 'labels.tsv'))).toEqual(both);
  expect(picturesOf(await read({ 'b.png': png, 'a.pgm': picture }, '.'))).toEqual([
    ['a.pgm', undefined, [0, 0.5]],
    ['b.png', undefined, [1, 0]],
  ]);
  expect(picturesOf(await read({ ...files, 'labels.tsv': 'b.png\ttwo\n' }, '.'))).toEqual([
    ['b.png', 'two', [1, 0]],
    ['a.pgm', undefined, [0, 0.5]],
  ]);
  const [[, , pixels]] = picturesOf(await read(files, 'b.png'));
  expect(pixels).toEqual([1, 0]);
});

it.each<[what: RegExp, files: Record<string, string>, name: string]>([
  [/gone\.png: there is no such file/, { 'a.pgm': picture, 'labels.tsv': 'a.pgm\tx\ngone.png\ty\n' }, '.'],
  [/a\.pgm: no whole PGM picture/, { 'a.pgm': 'P5 2 2 255 x', 'labels.tsv': 'a.pgm\tx\n' }, '.'],
  [/x\.csv, line 3, column 'x': there is no number/, { 'x.csv': 'id,x\na,1\na,\n' }, 'x.csv'],
  [/x\.csv: line 3, column 'x': 'inf' is not a number/, { 'x.csv': 'id,x\na,1\na,inf\n' }, 'x.csv'],
  [
    /x\.jsonl, line 1: step 0, number 1 of "features" is null/,
    { 'x.jsonl': '{"features": [[1, null]]}' },
    'x.jsonl',
  ],
  [
    /x\.jsonl, line 1: step 0, number 0 of "features" is 1e\+300/,
    { 'x.jsonl': '{"features": [[1e300]]}' },
    'x.jsonl',
  ],
  [
    /x\.jsonl, line 2: step 0 of "features" has 1 numbers, not 2/,
    { 'x.jsonl': '{"features": [[1, 2]]}\n{"features": [[1]]}' },
    'x.jsonl',
  ],
  [/x\.jsonl, line 1: "features" is no list of steps/, { 'x.jsonl': '{"features": []}' }, 'x.jsonl'],
  [/x\.jsonl, line 1: it is not JSON/, { 'x.jsonl': '{"features"' }, 'x.jsonl'],
  [/x\.jsonl, line 1: "text" is no string/, { 'x.jsonl': '{"features": [[1]], "text": 3}' }, 'x.jsonl'],
])('refuses, or leaves out and counts: %s', async (what, files, name) => {
  await expect(read(files, name)).rejects.toThrow(what);
  await expect(read(files, name)).rejects.toThrow(/To leave it out, give --skip-bad\.$/);
  const left = leftOut(true);
  const found = await read(files, name, {}, left);
  expect(left.count).toBe(1);
  expect([...numbersOf(found), ...picturesOf(found)].length).toBeLessThan(2);
});

it('turns pictures into columns, and scales them by areas', () => {
  const image = { height: 2, width: 3, pixels: Float32Array.from([1, 2, 3, 4, 5, 6]) };
  expect([...imageColumns(image)]).toEqual([1, 4, 2, 5, 3, 6]);
  expect(scaleImage(image, 2)).toBe(image);
  const half = scaleImage({ height: 2, width: 4, pixels: Float32Array.from([0, 2, 4, 6, 8, 2, 4, 2]) }, 1);
  expect([half.width, ...half.pixels]).toEqual([2, 3, 4]);
  const double = scaleImage({ height: 1, width: 2, pixels: Float32Array.from([1, 3]) }, 2);
  expect([double.width, ...double.pixels]).toEqual([4, 1, 1, 3, 3, 1, 1, 3, 3]);
  const thirds = scaleImage(
    { height: 3, width: 3, pixels: Float32Array.from({ length: 9 }, (_, k) => k) },
    2,
  );
  expect(thirds.pixels.reduce((a, b) => a + b) / 4).toBeCloseTo(4, 5);
});

it('counts edits', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('abc', '')).toBe(3);
  expect(editDistance([1, 2, 3], [2, 3, 4])).toBe(2);
  expect(editDistance('same', 'same')).toBe(0);
});
