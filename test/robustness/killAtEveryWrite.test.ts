import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { platform } from '#platform';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { tasks } from '../../src/cli/tasks.ts';
import { commands } from '../../src/cli/commands.ts';
import { folderSource } from '../../src/formats/model/modelSource.ts';
import { openModel } from '../../src/formats/model/openModel.ts';
import type { Files } from '../../src/platform/platform.ts';
import { madeText } from './madeData.ts';

/** The file system of a process that dies in its change number `killAt`: half of that is done, and nothing after it. */
function dyingFiles(killAt: number): Files & { readonly changes: () => number } {
  const { files } = platform;
  let changes = 0;
  const change = async (whole: () => Promise<void>, half: () => Promise<void>): Promise<void> => {
    if (changes++ < killAt) return whole();
    if (changes === killAt + 1) await half();
    throw new Error('killed');
  };
  const nothing = async (): Promise<void> => {};
  return {
    ...files,
    changes: () => changes,
    write: (path, content) =>
      change(
        () => files.write(path, content),
        () =>
          writeFile(
            join(dirname(path), `.${files.baseName(path)}.0a1b2c3d.tmp`),
            content.slice(0, content.length / 2),
          ),
      ),
    append: (path, text) =>
      change(
        () => files.append(path, text),
        () => appendFile(path, text.slice(0, text.length / 2)),
      ),
    remove: (path) => change(() => files.remove(path), nothing),
    makeFolder: (path) => change(() => files.makeFolder(path), nothing),
  };
}

test('killed at every single change of the folder, a run loses and doubles nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-writes-'));
  await writeFile(join(folder, 'text.txt'), madeText(100));
  const train = async (files: Files, model: string): Promise<{ code: number; out: string }> => {
    let out = '';
    const say = (text: string): void => {
      out += text;
    };
    const host = {
      tasks,
      commands,
      platform: { ...platform, files, process: { ...platform.process, out: say, error: () => {} } },
    };
    const options = '--hidden 4 --embedding 2 --context 8 --batch 4 --steps 5 --checkpoint-seconds 0.000001';
    const engine = '--backend wasm --threads 1 --json --quiet --resume';
    const data = join(folder, 'text.txt');
    const line = ['train', 'generate', data, '--out', model, ...`${options} ${engine}`.split(' ')];
    return { code: await run(line, host), out };
  };
  const whole = join(folder, 'whole');
  const counting = dyingFiles(Number.POSITIVE_INFINITY);
  const { weights } = JSON.parse((await train(counting, whole)).out);
  expect(counting.changes()).toBeGreaterThan(20);
  for (let k = 0; k < counting.changes(); k++) {
    const model = join(folder, `killed-${k}`);
    const died = await train(dyingFiles(k), model);
    if (await platform.files.exists(join(model, 'model.json'))) await openModel(folderSource(model));
    // What cannot be tidied up does no harm to the run.
    if (died.code === 0) continue;
    const resumed = await train(platform.files, model);
    expect(JSON.parse(resumed.out), `killed at change ${k}`).toMatchObject({ weights });
    expect(await metricsOf(model), `killed at change ${k}`).toEqual(await metricsOf(whole));
    expect(await namesIn(model)).toEqual(await namesIn(whole));
  }
  await rm(folder, { recursive: true });
});

const namesIn = async (model: string): Promise<string[]> =>
  (await readdir(model)).map((name) => name.replace(/^state-[0-9a-f]{16}/, 'state'));

/** What was measured, without how fast it went. */
async function metricsOf(model: string): Promise<unknown[]> {
  const lines = (await readFile(join(model, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const { stepsPerSecond: _, tokensPerSecond: __, secondsLeft: ___, ...event } = JSON.parse(line);
    return event;
  });
}
