import { expect, test, vi } from 'vitest';
import { type FakeHost, fakeHost } from './fakeHost.ts';

async function trained(): Promise<FakeHost & { data: string; model: string }> {
  const fake = await fakeHost();
  const data = await fake.write('numbers.txt', '1\n2\n3\n');
  const model = fake.path('model');
  expect((await fake.run('train', 'fake', data, '--out', model)).code).toBe(0);
  return { ...fake, data, model };
}

test('evaluate draws a table or prints it as JSON', async () => {
  const { run, model, data } = await trained();
  const drawn = (await run('evaluate', model, data)).out;
  expect(drawn).toMatch(/fake +0\n/);
  expect(drawn).toMatch(/\n\nNumbers\n\n +how many +share\n.*\n +all +3 +0\.5000\n$/);
  const { out } = await run('evaluate', model, data, '--json');
  expect(JSON.parse(out)).toMatchObject({ task: 'fake', model, evaluation: { title: 'How far off' } });
});

test('predict goes on from the training data, a file or standard input', async () => {
  const { run, model, data, state } = await trained();
  expect((await run('predict', model, '--times', '2')).out).toBe('6 6\n');
  expect((await run('predict', model, data, '--json')).out).toBe('{"prediction":[6,3]}\n');
  state.input = '1\n2\n';
  expect((await run('predict', '--json', model, '-')).out).toBe('{"prediction":[6,2]}\n');
  const refused = await run('predict', model, '--html', 'x.html');
  expect(refused).toMatchObject({ code: 2, error: expect.stringContaining('draws no report') });
  expect(await run('predict', model, '--time', '2')).toMatchObject({
    code: 2,
    error: expect.stringContaining('Did you mean --times?'),
  });
});

test('predict and evaluate ask several models together', async () => {
  const { run, model, data, path } = await trained();
  const others = `${model},${model}`;
  expect((await run('predict', model, '--with', others)).out).toBe('18\n');
  const { out } = await run('evaluate', model, data, '--with', others, '--json');
  expect(JSON.parse(out).evaluation.rows[0].values).toEqual([6 - 18]);
  expect(await run('predict', model, '--with', path('none'))).toMatchObject({
    code: 2,
    error: expect.stringContaining('none'),
  });
});

test('predict --stream answers line by line', async () => {
  const { run, model, data, state } = await trained();
  state.input = '1\n2\n';
  expect((await run('predict', model, '--stream')).out).toBe('1: 6\n2: 6\n');
  expect((await run('predict', model, '-', '--stream', '--json')).out).toBe('{"line":"1"}\n{"line":"2"}\n');
  for (const [more, message] of [
    [[data], 'is a file'],
    [['--html', 'x.html'], 'does not go together with --stream'],
  ] as const)
    expect(await run('predict', model, ...more, '--stream')).toMatchObject({
      code: 2,
      error: expect.stringContaining(message),
    });
});

test('generate writes pieces as they come', async () => {
  const { run, model } = await trained();
  expect((await run('generate', model)).out).toBe('one two\n');
  expect((await run('generate', model, '--json')).out).toBe('{"text":"one two"}\n');
});

test('replay trains again to the same weights, and says where it does not', async () => {
  const { run, model, write } = await trained();
  expect(await run('replay', model)).toMatchObject({ code: 0, out: expect.stringContaining('bit for bit') });
  const other = await write('other.txt', '1\n2\n4\n');
  const differs = await run('replay', model, other, '--json');
  expect(differs.code).toBe(1);
  expect(JSON.parse(differs.out)).toMatchObject({ same: false });
});

test('doctor checks a model on the backends that are here', async () => {
  const { run, model, read, write } = await trained();
  const { code, out } = await run('doctor', model, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ probes: 1, good: true });
  const manifest = JSON.parse(await read('model/model.json'));
  manifest.probes[0].output = [13];
  await write('model/model.json', JSON.stringify(manifest));
  expect(await run('doctor', model)).toMatchObject({ code: 1, out: expect.stringContaining('DIFFERS') });
});

test('doctor tells of the machine', async () => {
  const { run } = await fakeHost();
  const { code, out } = await run('doctor', '--json');
  expect(code).toBe(0);
  const { machine, backends } = JSON.parse(out);
  expect(machine.processors).toBeGreaterThan(0);
  expect(backends.map(({ name }: { name: string }) => name)).toEqual(['native', 'wasm', 'reference']);
  expect(backends[2]).toMatchObject({ works: true, threads: 1 });
});

test('doctor says what to install for native code where there is no compiler', async () => {
  const { run, folder } = await fakeHost();
  vi.stubEnv('XDG_CACHE_HOME', folder);
  vi.stubEnv('CC', 'no-such-compiler');
  const { out } = await run('doctor');
  vi.unstubAllEnvs();
  expect(out).toContain('C compiler    none');
  expect(out).toContain('native      not here: it has not been built\n');
  expect(out).toContain('install a C compiler');
});

test('what is not a model is refused', async () => {
  const { run, folder, model, data, write, read } = await trained();
  expect(await run('evaluate', folder, data)).toMatchObject({
    code: 2,
    error: expect.stringContaining('no model'),
  });
  expect(await run('predict', `${model}s`)).toMatchObject({
    code: 2,
    error: expect.stringContaining('no folder'),
  });
  expect(await run('predict')).toMatchObject({
    code: 2,
    error: expect.stringContaining('<model> is missing'),
  });
  const manifest = JSON.parse(await read('model/model.json'));
  await write('model/model.json', JSON.stringify({ ...manifest, task: 'paint' }));
  expect(await run('predict', model)).toMatchObject({
    code: 2,
    error: expect.stringContaining('the task paint'),
  });
});

test('reproduce says where its data is looked for', async () => {
  const { run, folder } = await fakeHost();
  expect(await run('reproduce', 'tiny-shakespeare')).toMatchObject({
    code: 2,
    error: expect.stringContaining('Give --data DIR or set UNROLLED_DATA'),
  });
  const absent = await run('reproduce', 'tiny-shakespeare', '--data', folder, '--json');
  expect(absent.code).toBe(2);
  expect(JSON.parse(absent.out).error).toMatchObject({ code: 'file-missing' });
  const set = await fakeHost({ environment: { UNROLLED_DATA: folder } });
  expect((await set.run('reproduce', 'tiny-shakespeare')).error).toContain(folder);
  expect((await run('reproduce', 'tiny-shakespear')).error).toContain('Did you mean tiny-shakespeare?');
});
