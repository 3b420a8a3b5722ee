import { expect, test } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { tasks } from '../../../src/cli/tasks.ts';
import { type FakeHost, fakeHost } from '../../cli/fakeHost.ts';

const quick = [
  '--steps',
  '3',
  '--hidden',
  '4',
  '--batch',
  '4',
  '--quiet',
  '--backend',
  'wasm',
  '--threads',
  '1',
];
const some = Array.from({ length: 20 }, (_, k) =>
  k % 2 === 0 ? '(3 (2 It) (4 works))\n' : '(1 (0 Nothing) (2 works))\n',
).join('');

/** The real task on a host of the test's own; paths are names in its folder. */
async function command(): Promise<
  Pick<FakeHost, 'write' | 'read' | 'path'> & {
    readonly unrolled: (...args: string[]) => Promise<{ code: number; out: string; error: string }>;
  }
> {
  const { host, state, write, read, path } = await fakeHost();
  const unrolled = async (...args: string[]): Promise<{ code: number; out: string; error: string }> => {
    state.out = '';
    state.error = '';
    const code = await run(args, { ...host, tasks });
    return { code, out: state.out, error: state.error };
  };
  return { unrolled, write, read, path };
}

test('trains, evaluates beside the baseline, and labels each node', async () => {
  const { unrolled, write, path } = await command();
  const data = await write('train.txt', some);
  const out = path('model');
  const trained = await unrolled('train', 'tree', data, '--out', out, '--lowercase', '--json', ...quick);
  expect(trained.code).toBe(0);
  expect(JSON.parse(trained.out)).toMatchObject({
    task: 'tree',
    steps: 3,
    notes: ['train.txt: 18 trees to train on, 2 held out to validate on.'],
  });

  const scored = await unrolled('evaluate', out, data, '--json', '--backend', 'wasm');
  const { columns, rows } = JSON.parse(scored.out).evaluation;
  expect(columns).toEqual(['all nodes', 'root', 'root, binary']);
  expect(rows.map(({ name }: { name: string }) => name)).toEqual(['tree', 'most frequent label']);

  const [upper, lower] = await Promise.all([
    write('upper.txt', '(_ (_ NOTHING) (_ works))'),
    write('lower.txt', '(_ (_ nothing) (_ works))'),
  ]);
  const predicted = await unrolled('predict', out, upper, '--json', '--backend', 'wasm');
  const [{ nodes }] = JSON.parse(predicted.out).trees;
  expect(nodes.map(({ word, parent }: { word: string; parent: number }) => [word, parent])).toEqual([
    [null, -1],
    ['NOTHING', 0],
    ['works', 0],
  ]);
  const same = await unrolled('predict', out, lower, '--json', '--backend', 'wasm');
  expect(JSON.parse(same.out).trees[0].nodes[0]).toEqual(nodes[0]);
  const drawn = await unrolled('predict', out, upper, '--backend', 'wasm');
  expect(drawn.out).toMatch(/^[0-4] {2}\d+ %\n {2}[0-4] {2}\d+ % {2}NOTHING\n {2}[0-4] {2}\d+ % {2}works\n/);
});

test('goes on where it was stopped, to the same bits', async () => {
  const { unrolled, write, read, path } = await command();
  const data = await write('train.txt', some);
  const weights = async (name: string): Promise<string> =>
    JSON.parse(await read(`${name}/model.json`)).files.weights.sha256;
  const train = (name: string, steps: string, ...more: string[]) =>
    unrolled('train', 'tree', data, '--out', path(name), ...quick, '--steps', steps, ...more);
  expect((await train('whole', '8')).code).toBe(0);
  expect((await train('parts', '3')).code).toBe(0);
  expect(await weights('parts')).not.toBe(await weights('whole'));
  expect((await train('parts', '8', '--resume')).code).toBe(0);
  expect(await weights('parts')).toBe(await weights('whole'));
  const other = await train('parts', '9', '--resume', '--composition', 'child-sum');
  expect(other.code).toBe(2);
  expect(other.error).toContain('composition is "child-sum", the run was started with "n-ary"');
});

test('an unseen label is an error with file and line, or left out and counted', async () => {
  const { unrolled, write, path } = await command();
  const data = await write('train.txt', some);
  const odd = await write(
    'odd.txt',
    '(3 (2 It) (4 works))\n(7 (2 It)\n   (4 works))\n(3 (2 It) (9 works))\n',
  );
  const place = 'odd.txt, line 2, column 1: the label "7" was not seen in training';
  const out = path('model');

  const validated = await unrolled('train', 'tree', data, '--valid', odd, '--out', out, ...quick);
  expect(validated.code).toBe(2);
  expect(validated.error).toContain(place);
  const skipped = await unrolled(
    ...['train', 'tree', data, '--valid', odd, '--out', out, '--skip-bad', '--json'],
    ...quick,
  );
  expect(JSON.parse(skipped.out).notes).toEqual([
    'train.txt: 20 trees to train on, 1 held out to validate on.',
    '2 trees with missing or unseen labels were left out.',
  ]);

  const refused = await unrolled('evaluate', out, odd, '--backend', 'wasm');
  expect(refused.code).toBe(2);
  expect(refused.error).toContain(place);
  const counted = await unrolled('evaluate', out, odd, '--skip-bad', '--json', '--backend', 'wasm');
  expect(JSON.parse(counted.out).evaluation.notes).toContain(
    '2 trees with missing or unseen labels were left out.',
  );
});

test('labels of CoNLL-U are read from the column that is named, and stay the model’s', async () => {
  const { unrolled, write, read, path } = await command();
  const rows = ['1\tit\tit\tPRON\t_\t_\t2\tnsubj\t_\t_', '2\tworks\twork\tVERB\t_\t_\t0\troot\t_\t_'];
  const data = await write('train.conllu', `${rows.join('\n')}\n\n`.repeat(12));
  const out = path('model');
  const trained = await unrolled('train', 'tree', data, '--column', 'upos', '--out', out, ...quick);
  expect(trained.code).toBe(0);
  expect(JSON.parse(await read('model/model.json')).vocabulary).toMatchObject({
    labels: ['PRON', 'VERB'],
    column: 'upos',
  });
  expect((await unrolled('evaluate', out, data, '--backend', 'wasm')).code).toBe(0);
  const brackets = await write('train.txt', some);
  const refused = await unrolled('train', 'tree', brackets, '--column', 'upos', '--out', path('b'), ...quick);
  expect(refused).toMatchObject({ code: 2, error: expect.stringContaining('train.txt is no CoNLL-U') });
});
