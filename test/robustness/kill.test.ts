import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderSource } from '../../src/formats/model/modelSource.ts';
import { openModel } from '../../src/formats/model/openModel.ts';
import { files } from '../../src/platform/node/files.ts';
import { stream, uniform } from '../../src/support/random.ts';
import { madeSeries, madeText } from './madeData.ts';
import { startUnrolled } from './unrolledProcess.ts';

/** So many milliseconds at most after its first checkpoint; every fifth as long after its start. */
const LATEST = 80;
const EARLIEST_START = 700;

const small = '--backend wasm --threads 1 --hidden 16 --dropout 0.1 --checkpoint-seconds 0.02 --json --quiet';
const runs = [
  [
    'generate',
    20,
    `train generate text.txt --valid 0.1 --embedding 8 --context 12 --batch 4 --steps 6000 ${small}`,
  ],
  [
    'forecast',
    10,
    `train forecast series.csv --horizon 2 --period 1 --context 20 --batch 8 --lr 0.0005 --steps 1500 ${small}`,
  ],
] as const;

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unrolled-kill-'));
  await writeFile(join(folder, 'text.txt'), madeText(2000));
  await writeFile(join(folder, 'series.csv'), madeSeries(400));
});

afterAll(() => rm(folder, { recursive: true }));

test.each(runs)(
  'a %s run killed at %i moments ends with the same bits',
  { timeout: 300_000 },
  async (name, kills, line) => {
    const whole = await startUnrolled(folder, [...line.split(' '), '--out', `${name}-whole`]).result;
    expect(whole, whole.error).toMatchObject({ code: 0 });

    const out = `${name}-killed`;
    const draw = stream(7);
    let openings = 0;
    for (let k = 0; k < kills; k++) {
      const { child, result } = startUnrolled(folder, [...line.split(' '), '--out', out, '--resume']);
      const start = k % 5 === 4;
      if (!start) await checkpointOf(join(folder, out), child);
      await sleep(uniform(draw, k) * (start ? EARLIEST_START : LATEST));
      child.kill('SIGKILL');
      expect(await result).toMatchObject({ code: null, error: '' });
      openings += Number(await opens(join(folder, out)));
    }
    expect(openings).toBeGreaterThan(kills / 2);
    const last = await startUnrolled(folder, [...line.split(' '), '--out', out, '--resume']).result;
    expect(last, last.error).toMatchObject({ code: 0 });

    expect(JSON.parse(last.out).weights).toBe(JSON.parse(whole.out).weights);
    expect(JSON.parse(last.out).evaluation).toEqual(JSON.parse(whole.out).evaluation);
    expect(await metricsOf(join(folder, out))).toEqual(await metricsOf(join(folder, `${name}-whole`)));
    expect((await readdir(join(folder, out))).map((file) => file.replace(/-[0-9a-f]{16}/, ''))).toEqual([
      'metrics.jsonl',
      'model.json',
      'state.safetensors',
      'weights.safetensors',
    ]);
  },
);

/** Waits until a process has stored a checkpoint, or has ended. */
async function checkpointOf(model: string, child: { readonly exitCode: number | null }): Promise<void> {
  const time = async (): Promise<number> =>
    (await stat(join(model, 'model.json')).catch(() => undefined))?.mtimeMs ?? 0;
  const before = await time();
  while ((await time()) === before && child.exitCode === null) await sleep(3);
}

/** True for a folder with a model that can be opened, all of it; false where there is none yet. */
async function opens(model: string): Promise<boolean> {
  if (!(await files.exists(join(model, 'model.json')))) return false;
  const { manifest, blobs } = await openModel(folderSource(model, files));
  expect(manifest.training.finished).toBe(false);
  expect(Object.keys(blobs)).toEqual(['weights', 'state']);
  return true;
}

/** What was measured, without how fast it went. */
async function metricsOf(model: string): Promise<unknown[]> {
  const lines = (await readFile(join(model, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const { stepsPerSecond: _, tokensPerSecond: __, secondsLeft: ___, ...event } = JSON.parse(line);
    return event;
  });
}
