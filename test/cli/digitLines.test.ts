import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { platform } from '#platform';
import { digitLines, readDigits } from '../../src/cli/recipes/digitLines.ts';
import { stream } from '../../src/support/random.ts';

const COUNT = 40;

/** Pictures of one row of two pixels: the number of the picture, and its digit. */
async function digitFiles(labels = COUNT): Promise<[string, string]> {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-digits-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [images, names] = [join(folder, 'images'), join(folder, 'labels')];
  const pixels = Array.from({ length: COUNT }, (_, k) => [k, k % 10]).flat();
  await writeFile(images, Uint8Array.from([0, 0, 8, 3, 0, 0, 0, COUNT, 0, 0, 0, 1, 0, 0, 0, 2, ...pixels]));
  const digits = Array.from({ length: labels }, (_, k) => k % 10);
  await writeFile(names, Uint8Array.from([0, 0, 8, 1, 0, 0, 0, labels, ...digits]));
  return [images, names];
}

test('lines are digits side by side, of the range alone, and the same for the same stream', async () => {
  const digits = await readDigits(platform, ...(await digitFiles()));
  const options = { from: 10, to: 30, count: 200, stream: stream(4) };
  const lines = digitLines(digits, options);
  expect(digitLines(digits, options)).toEqual(lines);
  expect(new Set(lines.map(({ text = '' }) => text.length))).toEqual(new Set([3, 4, 5, 6, 7, 8]));
  const used = new Set<number>();
  for (const { features, text } of lines) {
    const pixels = Array.from(features, (value) => Math.round(255 * value));
    expect(pixels.filter((_, k) => k % 2 === 1).join('')).toBe(text);
    for (let k = 0; k < pixels.length; k += 2) used.add(pixels[k]);
  }
  expect([...used].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, k) => 10 + k));
});

test('refuses files of different splits', async () => {
  await expect(readDigits(platform, ...(await digitFiles(39)))).rejects.toThrow(
    /40 pictures, and 39 labels in/,
  );
});
