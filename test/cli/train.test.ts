import { expect, test } from 'vitest';
import { fakeHost } from './fakeHost.ts';

const trained = async (...options: string[]): ReturnType<typeof host> => host(undefined, ...options);

async function host(setup?: Parameters<typeof fakeHost>[0], ...options: string[]) {
  const fake = await fakeHost(setup);
  const data = await fake.write('numbers.txt', '1\n2\n3\n');
  const out = fake.path('model');
  const result = await fake.run('train', 'fake', data, '--out', out, ...options);
  return { ...fake, data, out, result };
}

test('trains, scores beside the baseline, and says what to do next with lines that work', async () => {
  const { result, out, data, run, read } = await trained('--steps', '3');
  expect(result.code).toBe(0);
  expect(result.error).toContain('3 numbers.');
  expect(result.out).toContain('How far off');
  expect(result.out).toMatch(/fake +0\n +zero +-\n/);
  expect(result.out).toContain('It is a sum.');
  const next = [...result.out.matchAll(/^ {2}npx unrolled (.*)$/gm)].map(([, line]) => line);
  expect(next).toHaveLength(3);
  for (const line of next) expect((await run(...line.split(' '))).code).toBe(0);
  const manifest = JSON.parse(await read('model/model.json'));
  expect(manifest.training.command).toEqual({ data: [data], options: { steps: 3 } });
  expect(out).toBe(manifest.training.command.data[0].replace('numbers.txt', 'model'));
});

test('--json prints one object and nothing else', async () => {
  const { result } = await trained('--json', '--quiet', '--seed', '7');
  expect(result.error).toBe('');
  expect(result.out.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(result.out)).toMatchObject({
    task: 'fake',
    steps: 4,
    epochs: 1,
    seed: 7,
    weights: expect.stringMatching(/^[0-9a-f]{64}$/),
    evaluation: {
      rows: [
        { name: 'fake', values: [0] },
        { name: 'zero', values: [null] },
      ],
    },
    notes: ['3 numbers.'],
  });
});

test('a folder that holds a model is refused, and the model stays as it is', async () => {
  const { run, data, out, read } = await trained();
  const before = await read('model/model.json');
  const { code, error } = await run('train', 'fake', data, '--out', out, '--power', '2');
  expect(code).toBe(2);
  expect(error).toContain('it holds a model already. Give --resume');
  expect(await read('model/model.json')).toBe(before);
  expect((await run('train', 'fake', data, '--out', out, '--power', '2', '--overwrite')).code).toBe(0);
  expect(JSON.parse(await read('model/model.json')).training.command.options).toEqual({ power: 2 });
  expect((await run('train', 'fake', data, '--out', out, '--resume', '--overwrite')).code).toBe(2);
});

test('an interrupted run keeps a checkpoint, and --resume takes its options and ends with the same weights', async () => {
  const whole = await trained('--steps', '40', '--power', '2', '--json');
  const part = await fakeHost();
  const data = await part.write('numbers.txt', '1\n2\n3\n');
  const folder = part.path('model');
  const running = part.run(
    'train',
    'fake',
    data,
    '--out',
    folder,
    '--steps',
    '40',
    '--power',
    '2',
    '--json',
    '--quiet',
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  part.interrupt();
  part.interrupt(); // the same press, passed on twice
  const { code, out, error } = await running;
  expect(part.state.exits).toEqual([]);
  expect(code).toBe(130);
  expect(error).toContain(`a checkpoint is in ${folder}. To go on:`);
  expect(JSON.parse(out).error).toMatchObject({ code: 'interrupted' });
  const line = /npx unrolled (.*--resume)$/m.exec(error)?.[1] ?? '';
  const metrics = await part.read('model/metrics.jsonl');

  const refused = await part.run('train', 'fake', data, '--out', folder, '--resume', '--power', '3');
  expect(refused).toMatchObject({ code: 2, error: expect.stringContaining('other options') });
  expect((await part.run('replay', folder)).error).toContain(
    'has not ended. Finish it first: npx unrolled train fake',
  );

  expect((await part.run(...line.split(' '))).code).toBe(0);
  const resumed = JSON.parse(part.state.out);
  expect(resumed.weights).toBe(JSON.parse(whole.result.out).weights);
  expect((await part.read('model/metrics.jsonl')).startsWith(metrics)).toBe(true);
});

test('a second Ctrl-C ends the process at once', async () => {
  const fake = await fakeHost();
  const data = await fake.write('numbers.txt', '1\n');
  const running = fake.run('train', 'fake', data, '--out', fake.path('model'), '--steps', '1000');
  await new Promise((resolve) => setTimeout(resolve, 20));
  fake.interrupt();
  fake.wait(1000);
  expect(() => fake.interrupt()).toThrow('exit 130');
  expect(fake.state.exits).toEqual([130]);
  expect((await running).code).toBe(130);
});

test('--resume without a checkpoint starts from the beginning and says so', async () => {
  const { result } = await trained('--resume');
  expect(result.code).toBe(0);
  expect(result.error).toContain('There is no checkpoint in');
});

test('--from starts from the weights of another model', async () => {
  const { run, data, out, path, read } = await trained();
  const begun = await run('train', 'fake', data, '--from', out, '--out', path('second'), '--json');
  expect(JSON.parse(begun.out).evaluation.rows[0].values[0]).toBe(-6);
  expect(JSON.parse(await read('second/model.json')).training.command.from).toBe(out);
  expect(await run('replay', path('second'))).toMatchObject({ code: 0 });
  const both = await run('train', 'fake', data, '--from', out, '--out', out, '--resume');
  expect(both).toMatchObject({ code: 2, error: expect.stringContaining('--from: it does not go together') });
});

test.each([
  ['two words', (model: string) => ['--from', model]],
  ['one', (model: string) => [`--from=${model}`]],
])('the line that resumes a run with --from (%s) works as it is printed', async (_, from) => {
  const { run, data, out, path, interrupt, state } = await trained();
  const running = run('train', 'fake', data, ...from(out), '--out', path('second'), '--steps', '200');
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
  while (!state.error.includes('3 numbers.')) await turn();
  await turn();
  interrupt();
  const { code, error } = await running;
  expect(code).toBe(130);
  const line = /npx unrolled (.*--resume)$/m.exec(error)?.[1] ?? '';
  expect(await run(...line.split(' '))).toMatchObject({ code: 0 });
  expect(state.exits).toEqual([]);
});

test('--valid is a file or a share', async () => {
  const { run, data, path, write, read } = await trained();
  const valid = await write('valid.txt', '4\n');
  const options = async (...given: string[]): Promise<unknown> => {
    expect((await run('train', 'fake', data, '--out', path('v'), '--overwrite', ...given)).code).toBe(0);
    return JSON.parse(await read('v/model.json')).training.command.options;
  };
  expect(await options('--valid', valid)).toEqual({ validFile: valid });
  expect(await options('--valid', '0.25')).toEqual({ validFraction: 0.25 });
  const config = await write('config.json', '{"valid": 0.5, "steps": 2}');
  expect(await options('--config', config)).toEqual({ validFraction: 0.5, steps: 2 });
  const wrong = await run('train', 'fake', data, '--out', path('w'), '--valid', '1.5');
  expect(wrong).toMatchObject({ code: 2, error: expect.stringContaining('--valid: 1.5 is not a share') });
});

test('options may stand before the task', async () => {
  const { run, data, path } = await trained();
  expect(
    (await run('train', '--json', '--quiet', 'fake', data, '--power', '2', '--out', path('a'))).code,
  ).toBe(0);
  expect((await run('train', '--steps', '2', 'fake', data, '--out', path('b'))).code).toBe(0);
});

test('what the task does not take is not shown, and refused before the data is read', async () => {
  const { run, write } = await fakeHost();
  const { out } = await run('train', 'fake', '--help');
  expect(out).not.toContain('--bidirectional');
  expect(out).toContain('the recurrent cell (lstm or gru)');
  const config = await write('config.json', '{"bidirectional": true}');
  const why = 'unrolled train fake: it does not take --bidirectional. Sums have no direction.';
  for (const args of [
    ['fake', 'none.txt', '--bidirectional'],
    ['--bidirectional', 'fake', 'none.txt'],
    ['fake', 'none.txt', '--config', config],
  ]) {
    expect(await run('train', ...args)).toMatchObject({ code: 2, error: expect.stringContaining(why) });
  }
  for (const args of [
    ['fake', 'none.txt', '--cell', 'jordan'],
    ['--cell', 'jordan', 'fake', 'none.txt'],
  ]) {
    const error = expect.stringContaining('--cell: "jordan" is not one of its values');
    expect(await run('train', ...args)).toMatchObject({ code: 2, error });
  }
});
