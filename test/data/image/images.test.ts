import { gzipSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { unpackBytes } from '../../../src/data/file/readBytes.ts';
import { idxImages, idxLabels, parseIdx } from '../../../src/data/image/parseIdx.ts';
import { parseImage } from '../../../src/data/image/parseImage.ts';
import { parsePgm } from '../../../src/data/image/parsePgm.ts';
import { parsePng } from '../../../src/data/image/parsePng.ts';
import { pngBytes } from './pngBytes.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const rounded = ({ pixels }: { pixels: Float32Array }): number[] =>
  [...pixels].map((value) => Math.round(1e4 * value) / 1e4);

describe('PGM', () => {
  test('numbers and bytes, comments, any greatest value', () => {
    const plain = parsePgm(bytesOf('P2 # made\n3 2\n# by hand\n4\n0 1 2\n3 4 0\n'), 'a.pgm');
    expect([plain.height, plain.width]).toEqual([2, 3]);
    expect(rounded(plain)).toEqual([0, 0.25, 0.5, 0.75, 1, 0]);
    const bytes = parsePgm(Uint8Array.from([...bytesOf('P5\n2 1\n255\n'), 10, 51]), 'a.pgm');
    expect(rounded(bytes)).toEqual([0.0392, 0.2]);
    const pairs = parsePgm(Uint8Array.from([...bytesOf('P5 1 2 65535 '), 0xff, 0xff, 0, 255]), 'a.pgm');
    expect(rounded(pairs)).toEqual([1, 0.0039]);
  });

  test.each([
    ['P6 1 1 255 a', 'does not begin with P2 or P5'],
    ['P5 2 2 255 abc', 'ends after 3 of 4 bytes'],
    ['P5 2', 'a number is expected at byte 4'],
    ['P2 2x 1 1 0 0', 'a number is expected at byte 3'],
    ['P2 1 1 9 12', 'pixel 0 is 12'],
    ['P2 1 1 70000 1', 'greatest value is 70000'],
    ['P5 0 4 255 ', '0 pixels wide'],
    ['P5 999999 999999 255 ', '999999 pixels wide'],
  ])('refuses %j', (text, what) => {
    expect(() => parsePgm(bytesOf(text), 'a.pgm')).toThrow(what);
    expect(() => parsePgm(bytesOf(text), 'a.pgm')).toThrow(/^a\.pgm: /);
  });
});

describe('PNG', () => {
  test('every colour type', () => {
    const two = { width: 2, height: 1, depth: 8 };
    const shades = (png: Uint8Array): number[] => rounded(parsePng(png, 'a.png'));
    expect(shades(pngBytes({ ...two, type: 0, rows: [[0, 51, 255]] }))).toEqual([0.2, 1]);
    expect(shades(pngBytes({ ...two, type: 0, rows: [[0, 51, 255]], transparency: [0, 51] }))).toEqual([
      1, 1,
    ]);
    // Luma of red, and of green and blue together.
    expect(shades(pngBytes({ ...two, type: 2, rows: [[0, 255, 0, 0, 0, 255, 255]] }))).toEqual([
      0.299, 0.701,
    ]);
    const palette = [0, 0, 0, 255, 0, 0];
    expect(shades(pngBytes({ ...two, type: 3, rows: [[0, 1, 0]], palette }))).toEqual([0.299, 0]);
    // Half transparent black, and white that cannot be seen.
    expect(shades(pngBytes({ ...two, type: 4, rows: [[0, 0, 51, 255, 0]] }))).toEqual([0.8, 1]);
    expect(shades(pngBytes({ ...two, type: 6, rows: [[0, 0, 0, 0, 255, 9, 9, 9, 0]] }))).toEqual([0, 1]);
  });

  test('1 to 16 bits, rows that end within a byte, and filters', () => {
    const bits = pngBytes({
      width: 9,
      height: 2,
      depth: 1,
      type: 0,
      rows: [
        [0, 0b10100000, 0b10000000],
        [0, 0b01111111, 0],
      ],
    });
    const image = parsePng(bits, 'a.png');
    expect([image.height, image.width]).toEqual([2, 9]);
    expect(rounded(image)).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0]);
    const four = pngBytes({ width: 3, height: 1, depth: 4, type: 0, rows: [[0, 0xf3, 0x60]] });
    expect(rounded(parsePng(four, 'a.png'))).toEqual([1, 0.2, 0.4]);
    const sixteen = pngBytes({ width: 1, height: 1, depth: 16, type: 0, rows: [[0, 0x80, 0]] });
    expect(rounded(parsePng(sixteen, 'a.png'))).toEqual([0.5]);
    // Sub: each byte is the difference from the one to its left; Up: from the one above.
    const filtered = pngBytes({
      width: 2,
      height: 2,
      depth: 8,
      type: 0,
      rows: [
        [1, 51, 51],
        [2, 51, 0],
      ],
    });
    expect(rounded(parsePng(filtered, 'a.png'))).toEqual([0.2, 0.4, 0.4, 0.4]);
  });

  test('refuses what is damaged, naming the file', () => {
    const whole = pngBytes({ width: 2, height: 1, depth: 8, type: 0, rows: [[0, 51, 255]] });
    const flipped = whole.with(whole.length - 16, whole[whole.length - 16] ^ 1); // in the checksum of the pixels
    const huge = pngBytes({ width: 1e6, height: 1e6, depth: 8, type: 0, rows: [[0]] });
    const woven = pngBytes({ width: 2, height: 1, depth: 1, type: 0, rows: [[0, 0]], interlaced: true });
    for (const bytes of [whole.slice(0, 45), whole.slice(0, 9), flipped, huge, woven, bytesOf('nothing')]) {
      expect(() => parsePng(bytes, 'a.png')).toThrow(/^a\.png: .*(no PNG picture|pixels wide)/);
    }
  });

  test('the first bytes tell PNG from PGM', () => {
    const png = pngBytes({ width: 1, height: 1, depth: 8, type: 0, rows: [[0, 255]] });
    expect(rounded(parseImage(png, 'a'))).toEqual([1]);
    expect(rounded(parseImage(bytesOf('P2 1 1 2 1'), 'a'))).toEqual([0.5]);
    expect(() => parseImage(bytesOf('GIF89a'), 'a.gif')).toThrow('neither PNG nor PGM');
    expect(() => parseImage(new Uint8Array(0), 'a.png')).toThrow('empty');
  });
});

describe('IDX', () => {
  const images = Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, 102, 153, 204, 255]);
  const labels = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 2, 7, 4]);

  test('images and labels, unpacked where they are in gzip', async () => {
    const platform = {
      gunzip: async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(gunzipSync(bytes)),
    };
    const unpacked = await unpackBytes(platform, new Uint8Array(gzipSync(images)), 'images.gz');
    const [first, second] = idxImages(parseIdx(unpacked, 'images.gz'), 'images.gz');
    expect([first.height, first.width]).toEqual([1, 3]);
    expect([rounded(first), rounded(second)]).toEqual([
      [0, 0.2, 0.4],
      [0.6, 0.8, 1],
    ]);
    expect([...idxLabels(parseIdx(labels, 'labels'), 'labels')]).toEqual([7, 4]);
  });

  test.each([
    [images.slice(0, 20), 'header says 2 by 1 by 3, and 4 bytes follow'],
    [images.slice(0, 10), 'cut short'],
    [images.with(0, 1), 'two zero bytes'],
    [images.with(2, 13), 'type 13'],
  ])('refuses what is damaged', (bytes, what) => expect(() => parseIdx(bytes, 'x')).toThrow(what));

  test('refuses labels where images are wanted, and images where labels are', () => {
    expect(() => idxImages(parseIdx(labels, 'x'), 'x')).toThrow('not count, height and width');
    expect(() => idxLabels(parseIdx(images, 'x'), 'x')).toThrow('not one label for each picture');
  });
});
