import { expect, it } from 'vitest';
import { task } from '../../src/tasks/chat/task.ts';
import type { AnyTask } from '../../src/cli/tasks.ts';
import { bookings } from '../tasks/chat/made.ts';
import { type FakeHost, fakeHost } from './fakeHost.ts';

/** A host with a model in `model` that has hardly learned. */
async function talker(terminal = false): Promise<FakeHost & { readonly model: string }> {
  const fake = await fakeHost({ terminal });
  Object.assign(fake.host.tasks, { chat: async (): Promise<AnyTask> => task });
  const lines = bookings(20).map((turns) => `${JSON.stringify({ turns })}\n`);
  const data = await fake.write('rooms.jsonl', lines.join(''));
  const model = fake.path('talker');
  const size = ['--hidden', '8', '--embedding', '8', '--steps', '40', '--lr', '0.02', '--batch', '4'];
  const { code } = await fake.run(
    'train',
    'chat',
    data,
    '--out',
    model,
    ...size,
    '--backend',
    'wasm',
    '--quiet',
  );
  expect(code).toBe(0);
  return { ...fake, model };
}

it('chat gives a line for each line, and nothing else on standard output', async () => {
  const { run, state, model } = await talker();
  state.input =
    'hello\n\n/trace\n/trace\n/data a room\n/temperature 0\nI need a room\n/reset\nhello\n/quit\nnever\n';
  const { code, out, error } = await run('chat', model, '--backend', 'wasm');
  expect(code).toBe(0);
  const lines = out.split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).not.toBe('');
  expect(lines[1]).toBe('');
  expect(lines[3]).toBe(lines[0]);
  expect(error).toBe(
    'Traces from now on.\nNo traces any more.\nThe likeliest words from now on.\nWhat was said is forgotten.\n',
  );
});

it('chat --json gives an object for each line', async () => {
  const { run, state, model } = await talker();
  state.input = 'hello\n\n/trace\nI need a room\n';
  const { out } = await run('chat', model, '--json', '--max-length', '3', '--backend', 'wasm');
  const [first, empty, traced] = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(Object.keys(first)).toEqual(['user', 'reply', 'score', 'cut'].slice(0, Object.keys(first).length));
  expect(first.user).toBe('hello');
  expect(empty).toEqual({ user: '', reply: '' });
  expect(traced.trace.context).toHaveLength(16);
  expect(traced.trace.attention.read.slice(0, 2)).toEqual(['user:', 'hello']);
});

it('chat prompts whoever types, says what else can be said, and draws where a temperature is given', async () => {
  const { run, state, model } = await talker(true);
  state.input = '/help\n/sing\n/data\n/temperature hot\nhello\n';
  const { out, error } = await run('chat', model, '--temperature', '2', '--seed', '5', '--backend', 'wasm');
  expect(out).toMatch(/^> > > > > .*\n> \n$/);
  expect(error).toContain('/reset          forget');
  expect(error).toContain('There is no /sing. /help shows what there is.');
  expect(error).toContain('Nothing was looked up: /data TEXT.');
  expect(error).toContain('The temperature is a number of at least 0, not "hot".');
  state.input = 'hello\n/temperature 3\nhello\n';
  const drawn = await run('chat', model, '--seed', '5', '--json', '--backend', 'wasm');
  expect(drawn.error).toBe('Words are drawn at temperature 3.\n');
});

it('chat refuses a model of another task, and options of other commands', async () => {
  const { run, write, path, model } = await talker();
  const data = await write('numbers.txt', '1\n2\n');
  await run('train', 'fake', data, '--out', path('fake'));
  expect(await run('chat', path('fake'))).toMatchObject({
    code: 2,
    error: expect.stringContaining(
      'a model of the task fake does not talk. Ask it with npx unrolled predict',
    ),
  });
  expect(await run('chat', model, '--best', '3')).toMatchObject({
    code: 2,
    error: expect.stringContaining('there is no option --best'),
  });
});
