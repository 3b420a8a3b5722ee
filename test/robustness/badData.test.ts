import { describe, test } from 'vitest';
import { escaped, expectRefusal, quick, useFolder } from './madeFolder.ts';

useFolder();

/** A file, and what is said of it to whoever trains, evaluates or predicts with it. */
const tables: [file: string, message: string | RegExp][] = [
  ['newer.csv', 'newer.csv: there is no such file in'],
  ['binary.csv', 'binary.csv: not a text file: byte 0 is NUL. Give a text file in UTF-8'],
  ['latin1.csv', 'latin1.csv: not UTF-8 text: byte 8 (hexadecimal e4) does not fit. Save the file as UTF-8'],
  ['empty.csv', 'empty.csv: the file is empty. Give'],
  ['blank.csv', 'blank.csv: the file holds nothing but blanks. Give'],
  ['header.csv', 'header.csv: there is one row only (line 1). A series needs two'],
  ['ragged.csv', 'ragged.csv: line 22 has 3 fields, the first row has 2 fields (separated by commas). Give'],
  ['word.csv', /word.csv: line 22, column 'sales': 'many' is not a number. Write numbers as/],
  ['no-number.csv', /no-number.csv: .*'?sales'?|no-number.csv: there is no column of numbers/],
  ['order.csv', 'order.csv: line 23 (2024-01-21) is earlier than line 22 (2024-01-22). Sort the rows'],
  ['twice.csv', 'twice.csv: lines 22 and 23 have the same time, 2024-01-21. Remove one'],
  ['not-a-time.csv', /not-a-time.csv: .*Tuesday/],
];

describe('data that cannot be used is refused', () => {
  test.each(tables)('%s', async (file, message) => {
    await expectRefusal(`train forecast ${file} --out new ${quick}`, escaped(message));
    await expectRefusal(`train forecast good.csv --valid ${file} --out new ${quick}`, escaped(message));
    await expectRefusal(`evaluate sales ${file} --backend wasm`, escaped(message));
    await expectRefusal(`predict sales ${file} --backend wasm`, escaped(message));
  });

  test.each([
    ['newer.txt', 'newer.txt: there is no such file in'],
    ['binary.csv', 'binary.csv: not a text file: byte 0 is NUL. Give a text file'],
    ['empty.csv', 'empty.csv: the file is empty. Give'],
    ['tiny.txt', 'tiny.txt: it has 9 characters. Give a text of at least 20 characters.'],
  ])('%s as a text', async (file, message) => {
    await expectRefusal(`train generate ${file} --out new ${quick}`, escaped(message));
    if (file === 'tiny.txt') return;
    await expectRefusal(`evaluate words ${file} --backend wasm`, escaped(message));
    await expectRefusal(`train generate text.txt --valid ${file} --out new ${quick}`, escaped(message));
  });
});

describe('sequences that cannot be transcribed are refused', () => {
  test.each([
    ['cut.pgm', 'cut.pgm: no whole PGM picture: it ends after 0 of 81 bytes.'],
    ['long.jsonl', 'long.jsonl, line 1: its transcript takes 3 steps at least, and it has 2.'],
    ['infinite.jsonl', 'infinite.jsonl, line 1: step 1, number 0 of "features" is Infinity.'],
    ['unlabelled.jsonl', 'unlabelled.jsonl, line 1: it has no transcript.'],
    ['good.csv', 'good.csv, line 2: it has no transcript. Give it one, for tables with --labels.'],
  ])('%s', async (file, message) => {
    await expectRefusal(`train transcribe ${file} --out new ${quick}`, escaped(message));
  });
});

describe('texts that cannot be translated are refused', () => {
  test.each([
    [
      'text.txt',
      'text.txt: plain lines, without a tab, in 1 of 1 file. Give two such files, sources and targets',
    ],
    ['latin1.csv', 'latin1.csv: not UTF-8 text: byte 8 (hexadecimal e4) does not fit.'],
    ['long.jsonl', 'long.jsonl, line 1: it has no source.'],
    [
      'text.txt good.csv',
      'and good.csv 41 lines. Give a target for each source: two files of as many lines.',
    ],
  ])('%s', async (files, message) => {
    await expectRefusal(`train translate ${files} --out new ${quick}`, escaped(message));
  });
});
