import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredModel } from '../../../src/formats/model/manifest.ts';
import * as translate from '../../../src/tasks/translate/index.ts';
import { reversed } from './made.ts';

const engine = { backend: 'wasm', threads: 1, worker: false } as const;
let whole: StoredModel;

beforeAll(async () => {
  const options = {
    sourceUnit: 'bpe',
    targetUnit: 'token',
    vocabulary: 262,
    hidden: 4,
    embedding: 4,
  } as const;
  const made = await translate.fit(reversed(20), { ...options, steps: 1, ...engine });
  whole = made.model;
  made.close();
});

describe('a damaged model.json is refused', () => {
  it.each<[what: string, from: string, to: string, message: RegExp]>([
    ['another task', '"task":"translate"', '"task":"tag"', /the model is of the task tag/],
    ['a number missing', '"decoderHidden":8,', '', /architecture\.decoderHidden is missing or wrong/],
    ['a size beyond the weights', '"decoderHidden":8', '"decoderHidden":8000000', /has no room for them/],
    ['other symbols', '"symbols":["<unk>",', '"symbols":["<unk>","more",', /vocabularies do not fit/],
    ['symbols twice', '"symbols":["<unk>","<s>"', '"symbols":["<unk>","</s>"', /a symbol is listed twice/],
    ['no symbols', '"symbols":', '"symbol":', /a vocabulary is missing/],
    ['half a tokenizer', '"tokenizer":"{', '"tokenizer":"', /model\.json, tokenizer: it is not JSON/],
    [
      'attention without a place',
      '"conditioning":"luong"',
      '"conditioning":"first"',
      /attention does not fit/,
    ],
    [
      'a pointer into another vocabulary',
      '"bridge":"tanh"',
      '"bridge":"tanh","pointer":true',
      /it points without attention/,
    ],
    ['an unknown bridge', '"bridge":"tanh"', '"bridge":"rope"', /one of copy, linear, tanh expected/],
  ])('%s', async (_, from, to, message) => {
    const text = JSON.stringify(whole.manifest);
    expect(text).toContain(from);
    const manifest = JSON.parse(text.replace(from, to)) as StoredModel['manifest'];
    await expect(translate.open({ ...whole, manifest }, engine)).rejects.toThrow(message);
  });
});
