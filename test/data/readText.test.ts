import { gzipSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { invalidUtf8At } from '../../src/data/file/invalidUtf8At.ts';
import { decodeText, readText } from '../../src/data/file/readText.ts';
import { UnrolledError, fail } from '../../src/support/errors.ts';

const platform = { gunzip: async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(gunzipSync(bytes)) };
const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (bytes: Uint8Array<ArrayBuffer>) => decodeText(platform, bytes, 'sales.csv');
const codeAndMessage = async (attempt: Promise<unknown>) => {
  const error = await attempt.catch((thrown: unknown) => thrown);
  return error instanceof UnrolledError ? [error.code, error.message] : error;
};

test('reads UTF-8 without its byte order mark, and unpacks gzip whatever its name', async () => {
  expect(await read(bytesOf('\uFEFFprix;é€𝄞\n'))).toBe('prix;é€𝄞\n');
  expect(await read(new Uint8Array(gzipSync('a,b\n1,2\n')))).toBe('a,b\n1,2\n');
});

test('refuses what is not text, with the offset of the first wrong byte', async () => {
  expect(await codeAndMessage(read(bytesOf('a,b\n1,\0\n')))).toEqual([
    'bad-data',
    'sales.csv: not a text file: byte 6 is NUL. Give a text file in UTF-8, or one in gzip.',
  ]);
  const latin = Uint8Array.from([0x63, 0x61, 0x66, 0xe9, 0x0a]);
  expect(await codeAndMessage(read(latin))).toEqual([
    'bad-data',
    expect.stringContaining('byte 3 (hexadecimal e9)'),
  ]);
  const utf16 = Uint8Array.from([0xff, 0xfe, 0x61, 0]);
  expect(await codeAndMessage(read(utf16))).toEqual(['bad-data', expect.stringContaining('UTF-16')]);
  const cut = new Uint8Array(gzipSync('a,b\n'.repeat(1000))).slice(0, 20);
  expect(await codeAndMessage(read(cut))).toEqual([
    'bad-data',
    expect.stringContaining('cannot be unpacked'),
  ]);
});

test('refuses empty and blank files', async () => {
  expect(await codeAndMessage(read(new Uint8Array(0)))).toEqual([
    'bad-data',
    'sales.csv: the file is empty. Give a file with some text in it.',
  ]);
  expect(await codeAndMessage(read(bytesOf(' \r\n\n')))).toEqual([
    'bad-data',
    expect.stringContaining('blanks'),
  ]);
  expect(await codeAndMessage(read(new Uint8Array(gzipSync(''))))).toEqual([
    'bad-data',
    expect.stringContaining('empty'),
  ]);
});

test('passes on that a file is missing', async () => {
  const nothing = async () => fail('file-missing', 'sales.csv', 'there is no such file', 'Check the path.');
  const unused = async () => fail('internal', 'test', 'not to be called', '');
  const files = {
    read: nothing,
    write: unused,
    append: unused,
    exists: unused,
    isFolder: unused,
    list: unused,
    makeFolder: unused,
    remove: unused,
    join: (...parts: string[]) => parts.join('/'),
    baseName: (path: string) => path,
  };
  expect(await codeAndMessage(readText({ ...platform, files }, 'sales.csv'))).toEqual([
    'file-missing',
    'sales.csv: there is no such file. Check the path.',
  ]);
});

test('agrees with the decoder of the host on what is UTF-8', () => {
  const pieces = [
    [0x41],
    [0xc3, 0xa9],
    [0xe2, 0x82, 0xac],
    [0xf0, 0x9d, 0x84, 0x9e],
    [0xed, 0x9f, 0xbf],
    [0xf4, 0x8f, 0xbf, 0xbf],
    [0xc0, 0x80],
    [0xe0, 0x80, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xf5],
    [0x80],
    [0xe2, 0x82],
    [0xff],
  ];
  for (const first of pieces) {
    for (const second of pieces) {
      const bytes = Uint8Array.from([...first, ...second]);
      let valid = true;
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      } catch {
        valid = false;
      }
      expect([bytes, invalidUtf8At(bytes) < 0]).toEqual([bytes, valid]);
    }
  }
  expect(invalidUtf8At(Uint8Array.from([0x41, 0xc3, 0xa9, 0xc3]))).toBe(3);
});
