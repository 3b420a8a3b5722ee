import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tasks } from '../../src/cli/tasks.ts';
import { type FakeHost, fakeHost } from './fakeHost.ts';

async function trained(): Promise<FakeHost & { model: string }> {
  const fake = await fakeHost({ tasks });
  const model = fake.path('model');
  const options = ['--cell', 'rnn', '--length', '40', '--hidden', '8', '--steps', '20'];
  const engine = ['--backend', 'wasm', '--threads', '1'];
  const { code } = await fake.run('train', 'memory', 'adding', ...options, ...engine, '--out', model);
  expect(code).toBe(0);
  return { ...fake, model };
}

test('inspect says in words, numbers and a page how far the gradient reaches', async () => {
  const { run, model, path } = await trained();
  const report = path('inside.html');
  const { out, code } = await run('inspect', model, '--report', report, '--sequences', '8');
  expect(code).toBe(0);
  expect(out).toContain('The gradient is vanishing.');
  expect(out.replaceAll(/\s+/g, ' ')).toContain('Try --cell lstm --chrono 40.');
  const page = readFileSync(report, 'utf8');
  expect(page).toContain('<h2>Gradient through time</h2>');
  expect(page).toContain('aria-label="Norm of the gradient by lag"');
  expect(page).not.toMatch(/(src|href)=|<script/);
  const { out: json } = await run('inspect', model, '--json', '--only', 'gradient', '--length', '30');
  expect(JSON.parse(json)).toMatchObject({
    task: 'memory',
    model,
    gradient: { finding: 'vanishing', reach: 29, answers: 64, states: [{ cell: 'rnn', state: 'h' }] },
  });
});

test('train --watch writes gradients by lag', async () => {
  const { run, path, read } = await trained();
  const out = path('watched');
  const options = ['--length', '12', '--hidden', '4', '--steps', '6', '--backend', 'wasm'];
  expect((await run('train', 'memory', 'adding', ...options, '--watch', '3', '--out', out)).code).toBe(0);
  const lines = (await read('watched/metrics.jsonl')).trim().split('\n');
  const told = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'gradients');
  expect(told.map(({ step, gradients: [first] }) => [step, first.norms.length])).toEqual([
    [1, 12],
    [4, 12],
  ]);
});

test('inspect refuses what it cannot look at', async () => {
  const { run, model, write, path } = await trained();
  expect(await run('inspect', model, 'copy')).toMatchObject({
    code: 2,
    error: expect.stringContaining('has learned adding, not copy'),
  });
  expect(await run('inspect', model, '--only', 'gradent')).toMatchObject({
    code: 2,
    error: expect.stringContaining('Did you mean gradient?'),
  });
  const trees = await write('trees.txt', '(1 (1 good) (0 film))\n(0 (0 bad) (1 film))\n'.repeat(8));
  const tree = path('tree');
  await run('train', 'tree', trees, '--hidden', '4', '--epochs', '1', '--out', tree, '--backend', 'wasm');
  expect(await run('inspect', tree, trees)).toMatchObject({
    code: 2,
    error: expect.stringContaining('does not look into models of the task tree'),
  });
  const texts = await write('texts.csv', 'text,label\ngood film,yes\nbad film,no\n'.repeat(8));
  const classifier = path('classifier');
  const short = ['--hidden', '4', '--steps', '1', '--backend', 'wasm'];
  await run('train', 'classify', texts, ...short, '--out', classifier);
  expect(await run('inspect', classifier)).toMatchObject({
    code: 2,
    error: expect.stringContaining('there is nothing to look at'),
  });
});
