import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredModel } from '../../../src/formats/model/manifest.ts';
import * as chat from '../../../src/tasks/chat/index.ts';
import { bookings } from './made.ts';

const engine = { backend: 'wasm', threads: 1, worker: false } as const;
let whole: StoredModel;

beforeAll(async () => {
  const made = await chat.fit(bookings(9), { hidden: 4, embedding: 4, steps: 1, ...engine });
  whole = made.model;
  made.close();
});

describe('a damaged model.json is refused', () => {
  it.each<[what: string, from: string, to: string, message: RegExp]>([
    ['another task', '"task":"chat"', '"task":"tag"', /the model is of the task tag/],
    ['a number missing', '"turns":6,', '', /architecture\.turns is missing or wrong/],
    ['a size beyond the weights', '"hidden":4', '"hidden":8000', /has no room for them/],
    ['other symbols', '"symbols":["<unk>",', '"symbols":["<unk>","more",', /vocabulary does not fit/],
    ['no symbols', '"symbols":[', '"symbol":[', /its vocabulary is missing/],
    ['turns of another kind', '"hierarchical":false', '"hierarchical":true', /its turns do not fit/],
    ['a mode without its candidates', '"mode":"generate"', '"mode":"rank"', /it does not fit its mode/],
    ['an unknown mode', '"mode":"generate"', '"mode":"sing"', /one of generate, rank expected/],
    ['a turn alone', '"said":[[', '"said":[["hi"],[', /a turn is without its reply/],
  ])('%s', async (_, from, to, message) => {
    const text = JSON.stringify(whole.manifest);
    expect(text).toContain(from);
    const manifest = JSON.parse(text.replace(from, to)) as StoredModel['manifest'];
    await expect(chat.open({ ...whole, manifest }, engine)).rejects.toThrow(message);
  });
});
