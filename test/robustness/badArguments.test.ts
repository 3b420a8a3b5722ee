import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { contents, expectRefusal, folder, inside, quick, useFolder } from './madeFolder.ts';

useFolder();

describe('arguments that cannot be meant are refused', () => {
  test.each([
    [
      'train forecast short.csv --horizon 20',
      'short.csv: the horizon is 20 steps, but the longest series has 8',
    ],
    [
      'train forecast one-row.csv',
      'one-row.csv: there is one row of data (line 2). A series needs two rows of data at least.',
    ],
    [
      'train forecast good.csv --target price',
      "good.csv: there is no column 'price'; the columns are 'day', 'sales'",
    ],
    ['train forecast good.csv --time when', "good.csv: there is no column 'when'"],
    ['train forecast good.csv --id shop', "good.csv: there is no column 'shop'"],
    ['train forecast good.csv --covariates price', "good.csv: there is no column 'price'"],
    ['train forecast good.csv --horizons 3', 'there is no option --horizons. Did you mean --horizon?'],
    [
      'train forecast good.csv --epochs -1',
      '--epochs: -1 is not allowed. Give a whole number of at least 1.',
    ],
    ['train forecast good.csv --lr fast', '--lr: "fast" is not allowed. Give a number above 0.'],
    ['train forecast good.csv --dropout 1', '--dropout: 1 is not allowed.'],
    [
      'train forecast good.csv --checkpoint-seconds 0',
      '--checkpoint-seconds: 0 is not allowed. Give a number above 0.',
    ],
    ['train forecast good.csv --valid 2', '--valid: 2 is not a share. Give a number from 0 up to 1'],
    ['train forecast good.csv --bidirectional', 'A forecast reads the past only'],
    ['train forecast good.csv --config config.json', 'config.json: it is not JSON'],
    [
      'train forecast good.csv --config names.json',
      'names.json: there is no option "hiden". Did you mean hidden',
    ],
    [
      'train forecast good.csv --from words',
      'words is a model of the task generate. Give a model of forecast.',
    ],
    ['train generate text.txt --cell jordan', 'lstm, gru, rnn, slstm, mingru, minlstm and lru'],
    ['train forcast good.csv', 'forcast: there is no such task. Did you mean forecast?'],
  ])('%s', async (line, message) => {
    const before = await contents();
    const { code, out, error } = await inside(`${line} --out new --quiet`);
    expect(error).toMatch(new RegExp(message.replaceAll(/[.()?]/g, '\\$&')));
    expect(error).toMatch(/^error: .*[.?]\n$/);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(await contents()).toEqual(before);
  });

  test('a folder that is a file, or below one, or holds a model', async () => {
    await expectRefusal(
      `train generate text.txt --out file ${quick}`,
      'file: this is a file, and a model is a folder',
    );
    await expectRefusal(
      `train generate text.txt --out words ${quick}`,
      'words: it holds a model already. Give --resume',
    );
    await expectRefusal(
      `train generate text.txt --out sales --resume ${quick}`,
      'sales: it holds a model of the task forecast',
    );
    await expectRefusal('predict file', 'file/model.json: ');
    await expectRefusal('predict newest', 'newest/model.json: there is no folder');
  });

  test('what needs more memory than there is is no defect', async () => {
    const { code, error } = await inside('train generate text.txt --hidden 1000000000 --out new --quiet');
    expect(error).toBe(
      'error: there is not enough memory for that. Use fewer units, smaller batches or less data.\n',
    );
    expect(code).toBe(1);
    expect(await readdir(folder)).not.toContain('new');
  });
});
