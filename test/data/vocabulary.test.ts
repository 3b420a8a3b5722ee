import { expect, test } from 'vitest';
import { splitText } from '../../src/data/text/splitText.ts';
import { decodeText, streamDecoder } from '../../src/data/text/streamDecoder.ts';
import type { Vocabulary } from '../../src/data/text/vocabulary.ts';
import {
  byteVocabulary,
  decodeTokens,
  encodeText,
  encodeTokens,
  textVocabulary,
  tokenVocabulary,
  vocabularyFromJSON,
  vocabularySize,
  vocabularyToJSON,
} from '../../src/data/text/vocabulary.ts';

const texts = [
  '',
  'To be, or not to be:\n\tthat  is the question.\r\n',
  "don't stop; l’été à Noël — 1,234.5 items (50%)",
  'наука, 日本語 का e\u0301 👩‍👩‍👧 𝄞\uFEFF\u0000',
  'a <unk> b <unk>c <s>',
];

test.each(['character', 'word', 'spaced'] as const)('a text of known %ss comes back exactly', (unit) => {
  const vocabulary = textVocabulary(texts, unit);
  for (const text of texts) {
    expect(splitText(text, unit).join('')).toBe(text);
    expect(decodeText(vocabulary, encodeText(vocabulary, text))).toBe(text);
  }
});

test('bytes know every text', () => {
  expect(vocabularySize(byteVocabulary)).toBe(256);
  for (const text of texts) expect(decodeText(byteVocabulary, encodeText(byteVocabulary, text))).toBe(text);
});

test('a text that is split already: one symbol for each word, one for the end of a line', () => {
  const lines = " no it was n't $ N \n but  u.s. <unk> \n";
  expect(splitText(lines, 'spaced')).toEqual([
    ' no',
    ' it',
    ' was',
    " n't",
    ' $',
    ' N',
    ' \n',
    ' but',
    ' ',
    ' u.s.',
    ' <unk>',
    ' \n',
  ]);
});

test('splits words with the blank before them', () => {
  expect(splitText("I don't know,\n  you  do?", 'word')).toEqual([
    'I',
    " don't",
    ' know',
    ',',
    '\n',
    ' ',
    ' you',
    ' ',
    ' do',
    '?',
  ]);
  expect(splitText('a <unk> b', 'word')).toEqual(['a', ' ', '<unk>', ' b']);
});

test('symbols are ordered by count, limited by count and size, and the unseen has one of its own', () => {
  const vocabulary = textVocabulary(['ccc', 'bbaa', 'd'], 'character');
  expect(vocabulary.symbols).toEqual(['<unk>', 'c', 'a', 'b', 'd']);
  expect(Array.from(encodeText(vocabulary, 'abx'))).toEqual([2, 3, 0]);
  expect(decodeText(vocabulary, [2, 0])).toBe('a<unk>');
  expect(textVocabulary(['ccc', 'bbaa', 'd'], 'character', { minCount: 2 }).symbols).toEqual([
    '<unk>',
    'c',
    'a',
    'b',
  ]);
  const special = textVocabulary(['ccc', 'bbaa', 'd'], 'character', { maxSize: 4, special: ['<s>'] });
  expect(special.symbols).toEqual(['<unk>', '<s>', 'c', 'a']);
  expect(() => textVocabulary(['a'], 'character', { maxSize: 1 })).toThrow('maxSize is 1');
});

test('the unseen marked in a text is the unseen', () => {
  const vocabulary = textVocabulary(['the <unk> of <unk>'], 'word');
  expect(vocabulary.symbols.filter((symbol) => symbol.includes('<unk>'))).toEqual(['<unk>']);
});

test('tokens', () => {
  const vocabulary = tokenVocabulary(
    [
      ['I', 'jump'],
      ['I', 'walk', '日本'],
    ],
    { special: ['<s>', '</s>'] },
  );
  const ids = encodeTokens(vocabulary, ['<s>', 'I', 'fly', '日本', '</s>']);
  expect(decodeTokens(vocabulary, ids)).toEqual(['<s>', 'I', '<unk>', '日本', '</s>']);
  expect(decodeText(vocabulary, ids)).toBe('<s> I <unk> 日本 </s>');
  expect(() => encodeText(vocabulary, 'I jump')).toThrow('use encodeTokens');
  expect(() => decodeTokens(vocabulary, [99])).toThrow('there is no symbol 99 among 7');
  expect(() => decodeText(byteVocabulary, [256])).toThrow('there is no symbol 256 among 256');
});

test('can be stored', () => {
  const same = (vocabulary: Vocabulary) =>
    vocabularyFromJSON(JSON.parse(JSON.stringify(vocabularyToJSON(vocabulary))));
  for (const vocabulary of [
    textVocabulary(texts, 'word'),
    textVocabulary(texts, 'character'),
    byteVocabulary,
  ]) {
    expect(same(vocabulary)).toEqual(vocabulary);
  }
  expect(() => vocabularyFromJSON({ unit: 'word', symbols: ['a'] }, 'model.json')).toThrow(
    'model.json: the first symbol',
  );
  expect(() => vocabularyFromJSON({ unit: 'word', symbols: ['<unk>', 'a', 'a'] })).toThrow('listed twice');
});

test('a stream of bytes holds back what is not a whole character yet', () => {
  const decoder = streamDecoder(byteVocabulary);
  const pushed = Array.from(encodeText(byteVocabulary, 'é€!'), (id) => decoder.push(id));
  expect(pushed).toEqual(['', 'é', '', '', '€', '!']);
  expect(decoder.end()).toBe('');
  const cut = streamDecoder(byteVocabulary);
  expect(cut.push(0xe2) + cut.push(0x82)).toBe('');
  expect(cut.end()).toBe('\uFFFD');
});
