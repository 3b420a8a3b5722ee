import { describe, expect, it } from 'vitest';
import { platform } from '#platform';
import type { StoredModel } from '../../../src/formats/model/manifest.ts';
import { composer } from '../../../src/tasks/music/composer.ts';
import { type MusicData, musicData, wholePieces } from '../../../src/tasks/music/data.ts';
import { fit } from '../../../src/tasks/music/fit.ts';
import type { MusicOptions } from '../../../src/tasks/music/options.ts';
import { type Piece, rollOf, roomOf } from '../../../src/tasks/music/pianoRoll.ts';

const engine = { backend: 'wasm', threads: 1 } as const;

/** Two notes that go up by a tone twice, then begin again. */
const rising = (from: number, length: number): Piece =>
  Array.from({ length }, (_, t) => [from + 2 * (t % 3), from + 12 + 2 * (t % 3)]);
const pieces = Array.from({ length: 12 }, (_, k) => rising(40 + k, 12 + k));

const dataOf = (given: unknown, options: MusicOptions = {}, valid?: unknown): Promise<MusicData> =>
  musicData(
    platform,
    { name: 'p.json', text: JSON.stringify(given) },
    options,
    valid === undefined ? undefined : { name: 'v.json', text: JSON.stringify(valid) },
  );

const small: MusicOptions = { hidden: 80, epochs: 200, batch: 3, dropout: 0, recurrentDropout: 0, seed: 2 };

describe('music', () => {
  it('learns what follows, composes it, and scores far below the shares of the keys', async () => {
    const music = await composer(
      await fit(await dataOf(pieces, { validFraction: 0 }), small, engine),
      engine,
    );
    const [[, model], [, baseline]] = music.evaluate(pieces).rows.map(({ values }) => values);
    expect(model).toBeLessThan(baseline / 5);
    const piece = rising(45, 14);
    const options = { prompt: piece.slice(0, 6), length: 8, temperature: 0.1 };
    const composed = music.compose(options);
    const right = composed.filter((notes, t) => notes.join() === piece[t + 6].join()).length;
    expect(right).toBeGreaterThanOrEqual(7);
    expect(music.compose(options)).toEqual(composed);
    expect(music.compose({ ...options, seed: 9, temperature: 20 })).not.toEqual(composed);
    expect(music.probe()).toEqual(music.manifest.probes.map(({ output }) => output));
    music.close();
  });

  it('scores what is independent of the batch, and shares as they are', async () => {
    const data = await dataOf({ train: [[[60], []]], valid: pieces.slice(0, 1) });
    const music = await composer(await fit(data, { ...small, epochs: 1 }, engine), engine);
    const each = pieces.map((piece) => music.evaluate([piece]).rows[0].values[0] * piece.length);
    const steps = pieces.reduce((sum, { length }) => sum + length, 0);
    const all = music.evaluate(pieces).rows[0].values[0];
    expect(all).toBeCloseTo(each.reduce((sum, loss) => sum + loss, 0) / steps, 9);
    // Middle C sounds in one of two steps, the other 87 keys in none: (1 + 1) / 4 and 1 / 4.
    const [total, later] = music.evaluate([[[60, 62], [60]]]).rows[1].values;
    const silent = -Math.log(3 / 4);
    expect(later).toBeCloseTo(Math.log(2) + 87 * silent, 9);
    expect(total).toBeCloseTo(Math.log(2) + 87 * silent + (Math.log(4) - silent) / 2, 9);
    music.close();
  });

  it('goes on after a stop to the same bits, transposing', async () => {
    const data = await dataOf(pieces);
    const options = { ...small, epochs: 6, transpose: 4, recurrentDropout: 0.3, dropout: 0.2 };
    const whole = await fit(data, options, engine);
    const aborting = new AbortController();
    let resume: StoredModel | undefined;
    const stopped = fit(data, options, {
      ...engine,
      signal: aborting.signal,
      checkpoint: async (model) => {
        resume = model;
      },
      onLog: (event) => event.step === 9 && aborting.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
    const resumed = await fit(data, options, { ...engine, resume });
    expect(resumed.manifest.files.weights.sha256).toBe(whole.manifest.files.weights.sha256);
    const from = await fit(data, { steps: 1, seed: 5 }, { ...engine, from: whole });
    expect(from.manifest.architecture).toEqual(whole.manifest.architecture);
    await expect(fit(data, { hidden: 7 }, { ...engine, from: whole })).rejects.toThrow('hidden is 7');
    await expect(fit(data, { recurrentDropout: 0.1 }, { ...engine, from: whole })).rejects.toThrow(
      'recurrentDropout is 0.1',
    );
  });
});

describe('pieces', () => {
  it('are split as the file says, or at random, or by another file', async () => {
    const splits = { train: pieces.slice(0, 8), valid: pieces.slice(8, 10), test: pieces.slice(10) };
    const read = await dataOf(splits);
    expect([read.pieces, read.valid]).toEqual([splits.train, splits.valid]);
    const random = await dataOf(pieces, { validFraction: 0.25 });
    expect([random.pieces.length, random.valid.length]).toEqual([9, 3]);
    expect([...random.pieces, ...random.valid].map((piece) => piece[0][0]).sort((a, b) => a - b)).toEqual(
      pieces.map((piece) => piece[0][0]),
    );
    const other = await dataOf(splits, {}, pieces.slice(0, 1));
    expect(other.valid).toEqual(pieces.slice(0, 1));
    const file = { name: 'p.json', text: JSON.stringify(splits) };
    expect((await wholePieces(platform, file, 'test')).pieces).toEqual(splits.test);
  });

  it.each([
    ['[', 'p.json: it is not JSON'],
    ['{"a": 1}', 'p.json: it holds no pieces'],
    ['{"train": 3}', 'p.json, train: it is no list of pieces'],
    ['[[[60]], 4]', 'p.json, piece 2: it is no list of steps'],
    ['[[[60], 60]]', 'p.json, piece 1, step 2: it is no list of notes'],
    ['[[[60]], [[60], [61, 109]]]', 'p.json, piece 2, step 2: 109 is no note from 21 to 108'],
    ['[[[60.5]]]', '60.5 is no note'],
    ['{"valid": []}', 'it has no pieces named train'],
    ['[]', 'there is no piece to train on'],
  ])('%s is refused with its place', async (text, message) => {
    await expect(musicData(platform, { name: 'p.json', text }, {})).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });

  it('are transposed within the keys', () => {
    const piece = [[21, 30], [], [100]];
    expect(roomOf(piece)).toEqual({ least: 0, most: 8 });
    expect(roomOf([[]])).toEqual({ least: 0, most: 0 });
    const up = rollOf(piece, 8);
    expect(up.reduce((sum, value) => sum + value, 0)).toBe(3);
    expect([up[8], up[17], up[2 * 88 + 87]]).toEqual([1, 1, 1]);
  });
});
