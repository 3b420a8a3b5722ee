import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeBpe } from '../../../src/data/text/bpe/bpeDecoder.ts';
import { bpeEncoder } from '../../../src/data/text/bpe/bpeEncoder.ts';
import type { BpeTokenizer } from '../../../src/data/text/bpe/bpeTokenizer.ts';
import { readTokenizer } from '../../../src/data/text/bpe/readTokenizer.ts';
import { trainBpe } from '../../../src/data/text/bpe/trainBpe.ts';
import { writeTokenizer } from '../../../src/data/text/bpe/writeTokenizer.ts';
import { letters, line } from '../../fixtures/tokenizers/lines.ts';

interface Fixture {
  lines: string[];
  small: { first: number[][]; encodings: string[] };
  decoded: { ids: number[]; text: string; skipped: string }[];
  large: { size: number; merges: string; encodings: string[] };
  letters: string[];
  changed: { encodings: string[]; texts: { text: string; ids: number[]; specialAsText: number[] }[] };
}

const read = (name: string): string =>
  readFileSync(new URL(`../../fixtures/tokenizers/${name}`, import.meta.url), 'utf8');

const fixture: Fixture = JSON.parse(read('fixture.json'));
const lines = Array.from({ length: 10_000 }, (_, k) => line(k));

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** One hash for every thousand values. */
const digests = (values: readonly unknown[]): string[] =>
  Array.from({ length: values.length / 1000 }, (_, k) => digest(values.slice(1000 * k, 1000 * (k + 1))));

function encodeLines(tokenizer: BpeTokenizer): number[][] {
  const encode = bpeEncoder(tokenizer);
  return lines.map((text) => Array.from(encode(text)));
}

test('the lines are those that Hugging Face tokenizers has seen', () => {
  expect(digests(lines)).toEqual(fixture.lines);
});

test('training gives the tokenizer.json of ByteLevelBPETokenizer, byte for byte', () => {
  const file = read('small.json');
  const trained = trainBpe(lines.slice(0, 2000), { maxSize: 700 });
  expect(writeTokenizer(trained)).toBe(file);
  expect(readTokenizer(file)).toEqual(trained);
});

test('small: the same ids', () => {
  const tokenizer = readTokenizer(read('small.json'));
  const encoded = encodeLines(tokenizer);
  expect(encoded.slice(0, 100)).toEqual(fixture.small.first);
  expect(digests(encoded)).toEqual(fixture.small.encodings);
  expect(encoded.map((ids) => decodeBpe(tokenizer, ids))).toEqual(lines);
});

test('drawn ids, most of which are no UTF-8, decode to the same text', () => {
  const tokenizer = readTokenizer(read('small.json'));
  for (const { ids, text, skipped } of fixture.decoded) {
    expect(decodeBpe(tokenizer, ids)).toBe(text);
    expect(decodeBpe(tokenizer, ids, { skipSpecial: true })).toBe(skipped);
  }
});

test('large: the same merges and ids', () => {
  const tokenizer = trainBpe(lines, { maxSize: 8000 });
  expect(tokenizer.symbols.length).toBe(fixture.large.size);
  expect(digest(tokenizer.merges)).toBe(fixture.large.merges);
  expect(digests(encodeLines(tokenizer))).toEqual(fixture.large.encodings);
});

test('words of few letters, with many ties, and special tokens that read like symbols: the same merges', () => {
  const options = { maxSize: 400, minCount: 1, special: ['ab', '<s>', 'caa'] };
  const merges = Array.from({ length: 300 }, (_, k) => trainBpe(letters(k), options).merges);
  expect(merges.map((pairs) => digest(pairs).slice(0, 8))).toEqual(fixture.letters);
});

test('normalised text, a blank before it and added tokens of all kinds: the same ids, and the same file', () => {
  const file = read('changed.json');
  const tokenizer = readTokenizer(file);
  expect(writeTokenizer(tokenizer)).toBe(file);
  expect(tokenizer.normalizers).toEqual(['NFKC', 'Lowercase']);
  const [encode, asText] = [bpeEncoder(tokenizer), bpeEncoder(tokenizer, { specialAsText: true })];
  for (const { text, ids, specialAsText } of fixture.changed.texts) {
    expect([text, ...encode(text)]).toEqual([text, ...ids]);
    expect([text, ...asText(text)]).toEqual([text, ...specialAsText]);
  }
  expect(digests(encodeLines(tokenizer))).toEqual(fixture.changed.encodings);
});
