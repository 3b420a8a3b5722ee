import { expect, test } from 'vitest';
import type { Host } from '../../src/cli/host.ts';
import { run } from '../../src/cli/run.ts';
import { UnrolledError } from '../../src/support/errors.ts';
import { fakeHost } from './fakeHost.ts';

const failing = (host: Host, error: unknown): Host => ({
  ...host,
  commands: [
    {
      name: 'fail',
      operands: '',
      summary: '',
      load: async () => ({
        command: {
          run: async (): Promise<number> => {
            throw error;
          },
        },
      }),
    },
  ],
});

test('an error for the user is one plain line, without a stack', async () => {
  const { host, state } = await fakeHost();
  const error = new UnrolledError('bad-data', 'a.csv: line 3 is empty. Fill it.');
  expect(await run(['fail'], failing(host, error))).toBe(2);
  expect(state).toMatchObject({ out: '', error: 'error: a.csv: line 3 is empty. Fill it.\n' });
});

test('with --json it is an object on standard output', async () => {
  const { host, state } = await fakeHost();
  const error = new UnrolledError('not-finite', 'train: the loss is NaN.');
  expect(await run(['fail', '--json'], failing(host, error))).toBe(1);
  expect(JSON.parse(state.out)).toEqual({
    error: { code: 'not-finite', message: 'train: the loss is NaN.' },
  });
});

test('a stack is shown with --debug and for a defect', async () => {
  const { host, state } = await fakeHost();
  expect(await run(['fail', '--debug'], failing(host, new UnrolledError('bad-data', 'x')))).toBe(2);
  expect(state.error).toContain('run.test.ts');
  state.error = '';
  expect(await run(['fail'], failing(host, new TypeError('x is not a function')))).toBe(1);
  expect(state.error).toContain('this is a defect of Unrolled: x is not a function');
  expect(state.error).toContain('run.test.ts');
});

test('unknown commands and tasks get the nearest name', async () => {
  const { run } = await fakeHost();
  expect(await run('trian')).toMatchObject({
    code: 2,
    error: expect.stringContaining('Did you mean train?'),
  });
  expect(await run('train', 'fakes')).toMatchObject({
    code: 2,
    error: expect.stringContaining('Did you mean fake?'),
  });
  expect(await run('train')).toMatchObject({ code: 2, error: expect.stringContaining('<task> is missing') });
  expect(await run('--json', 'train')).toMatchObject({
    code: 2,
    error: expect.stringContaining('options come after'),
  });
});

test('help tells of commands and tasks', async () => {
  const { run } = await fakeHost();
  for (const args of [[], ['help'], ['--help']]) {
    const { code, out } = await run(...args);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}train <task> <data\.\.\.> +train a model on your data$/m);
    expect(out).toMatch(/^ {2}fake +adds up numbers$/m);
  }
  expect((await run('help', 'evaluate')).out).toContain(
    'Usage: unrolled evaluate [options] <model> <data...>',
  );
  expect((await run('help', 'train', 'fake')).out).toContain('--power <X>');
  expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('every command has help with an example', async () => {
  const { run } = await fakeHost();
  for (const name of [
    'demo',
    'train',
    'train fake',
    'evaluate',
    'predict',
    'generate',
    'replay',
    'reproduce',
    'doctor',
    'studio',
  ]) {
    const { code, out } = await run(...name.split(' '), '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/Examples?:\n {2}npx unrolled /);
    const order = ['Options:', 'Of fake:', 'Training:', 'Files:', 'Machine:', 'Output:'];
    const groups = [...out.matchAll(/^[A-Z][a-z ]+:$/gm)].map(([group]) => group);
    const known = groups.filter((group) => order.includes(group));
    expect(known).toEqual(order.filter((group) => known.includes(group)));
  }
});
