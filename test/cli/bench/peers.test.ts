import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { platform } from '#platform';
import { reorderGates } from '../../../bench/peers/reorderGates.ts';
import { transpose } from '../../../bench/peers/transpose.ts';
import { checkPeers } from '../../../src/cli/bench/checkPeers.ts';
import type { Peer } from '../../../src/cli/bench/peer.ts';
import type { BenchReport } from '../../../src/cli/bench/report.ts';
import { type BenchPlan, runBench } from '../../../src/cli/bench/runBench.ts';
import { startPeer } from '../../../src/cli/bench/startPeer.ts';
import { commands } from '../../../src/cli/commands.ts';
import { run } from '../../../src/cli/run.ts';
import type { Programs } from '../../../src/platform/program.ts';

const script = fileURLToPath(new URL('fakePeer.ts', import.meta.url));

function programs(): Programs {
  if (platform.programs === undefined) throw new Error('Node can start programs');
  return platform.programs;
}

/** A peer that is a process of its own: fakePeer.ts, as `how` says. */
const fakePeer = (how: string, patience?: number): Peer => ({
  name: how,
  start: (threads) =>
    startPeer(platform, {
      name: how,
      remedy: 'Install it.',
      program: () => programs().start(programs().runtime, [script, how, String(threads)]),
      ...(patience !== undefined && { patience }),
    }),
});

const plan: BenchPlan = {
  sizes: [{ size: [2, 3, 4, 5], seats: [1, 2].map((threads) => ({ backend: 'wasm', threads })) }],
  cells: ['rnn'],
  works: ['forward', 'train'],
  peers: [],
  repetitions: { least: 3, seconds: 0 },
};
const task = { cell: 'rnn', work: 'forward', size: [2, 3, 4, 5] } as const;
const host = { now: () => platform.now(), tell: () => {} };

describe('peers in processes of their own', () => {
  let report: BenchReport;

  beforeAll(async () => {
    const peers = ['right', 'single', 'differs', 'dies', 'tires'].map((how) => fakePeer(how));
    report = await runBench({ ...plan, peers }, host);
  });

  test('what gives the same numbers is timed beside us on as many threads', () => {
    const ratios = report.ratios.filter(({ peer }) => peer === 'right');
    expect(ratios).toMatchObject(
      [1, 2].map((threads) => ({ peer: 'right', backend: 'wasm', ...task, threads })),
    );
    for (const { ratio, turns, threads } of ratios) {
      const ours = report.rows.find((row) => row.threads === threads && row.work === 'forward');
      expect(ratio * ours!.seconds).toBeGreaterThan(1e-8);
      expect(ratio * ours!.seconds).toBeLessThan(0.1);
      expect(turns).toBeGreaterThanOrEqual(3);
    }
  });

  test('what has one thread is timed on one', () => {
    expect(report.ratios.filter(({ peer }) => peer === 'single').map(({ threads }) => threads)).toEqual([1]);
  });

  test('what does other work is timed and marked', () => {
    const marks = report.ratios.filter(({ peer }) => peer === 'differs').map(({ instead }) => instead);
    expect(marks).toEqual(['it sings', 'it sings']);
  });

  test('what cannot do a task or ends is left out, with the reason', () => {
    const reasons = (name: string): string[] =>
      report.leftOut
        .filter(({ peer }) => peer === name)
        .map(({ work, threads, reason }) => `${threads} ${work}: ${reason}`);
    const trains = [1, 2].map((threads) => `${threads} train: it does not train`);
    expect(reasons('right')).toEqual(trains);
    expect(reasons('single')).toEqual([
      trains[0],
      '2 forward: it has 1 of 2 threads here',
      '2 train: it has 1 of 2 threads here',
    ]);
    const killed = 'it was ended by SIGKILL';
    expect(reasons('dies')).toEqual(
      [1, 2].flatMap((n) => [`${n} forward: ${killed}`, `${n} train: ${killed}`]),
    );
    expect(reasons('tires')).toEqual([
      ...trains,
      ...[1, 2].map((n) => `${n} forward: it ended as it was timed`),
    ]);
    expect(report.ratios.filter(({ peer }) => peer === 'dies' || peer === 'tires')).toEqual([]);
  });

  test('a cell that only we have is measured without peers', async () => {
    const own = { ...plan, cells: ['mingru'], works: ['forward'], peers: [fakePeer('right')] } as const;
    const { rows, ratios, leftOut } = await runBench(own, host);
    expect(rows.map(({ cell }) => cell)).toEqual(['mingru', 'mingru']);
    expect(ratios).toEqual([]);
    expect(leftOut.map(({ reason }) => reason)).toEqual(['it has no such cell', 'it has no such cell']);
  });

  test('what gives other numbers is an error', async () => {
    await expect(runBench({ ...plan, peers: [fakePeer('wrong')] }, host)).rejects.toMatchObject({
      code: 'wrong-result',
      exitCode: 1,
      message: expect.stringMatching(
        /^bench rnn forward 2x3x4x5: output has a relative error of .*wrong on 1 thread/,
      ),
    });
  });

  test('what is not there says why, and what to do', async () => {
    const checks = await checkPeers([fakePeer('right'), fakePeer('absent')]);
    expect(checks.map(({ works, note }) => [works, note])).toEqual([
      [true, 'Fake 1.0'],
      [false, 'it ended with code 1: No module named fake. Install it.'],
    ]);
  });

  test('what does not answer is ended', async () => {
    const [{ works, note }] = await checkPeers([fakePeer('silent', 0.3)]);
    expect([works, note]).toEqual([false, 'it needs more than 0.3 s for an answer. Install it.']);
  });
});

/** Runs `unrolled bench`, with other programs or another environment. */
async function bench(
  args: readonly string[],
  { path = programs().path, environment = platform.process.environment } = {},
) {
  const written = { out: '', error: '' };
  const process = {
    ...platform.process,
    environment,
    out: (text: string) => void (written.out += text),
    error: (text: string) => void (written.error += text),
  };
  const fake = { ...platform, process, programs: { ...programs(), path } };
  const code = await run(['bench', ...args], { platform: fake, tasks: {}, commands });
  return { code, ...written };
}

describe('the option', () => {
  test('needs the sources of the peers', async () => {
    const { code, error } = await bench(['--peers'], { path: (resource) => `/nowhere/${resource}` });
    expect(code).toBe(2);
    expect(error).toContain('--peers: the peers are not part of the package unrolled');
  });

  test('knows its names', async () => {
    const { code, error } = await bench(['--peers', 'torhc']);
    expect(code).toBe(2);
    expect(error).toContain('Did you mean torch?');
  });

  test('holds PyTorch alone to older instructions', async () => {
    const held = ['--instructions', 'avx2', '--backends', 'native'];
    const { code, error } = await bench(['--peers', 'torch,onnxruntime-node', ...held]);
    expect(code).toBe(2);
    expect(error).toContain('onnxruntime-node cannot be held to avx2');
  });

  test('goes on without a peer that is not there', async () => {
    const few = ['--quick', '--sizes', '1x1x2x3', '--backends', 'reference', '--json'];
    const environment = (name: string) => (name === 'UNROLLED_PYTHON' ? '/nowhere/python' : undefined);
    const { code, out, error } = await bench(['--peers', 'torch', ...few], { environment });
    const reason = 'spawn /nowhere/python ENOENT. Install PyTorch for /nowhere/python, or name a Python';
    expect(error).toContain(`torch is not measured: ${reason}`);
    expect(code).toBe(0);
    expect(JSON.parse(out).protocol.peers.torch).toContain(reason);
  });
});

test('gates in another order, and kernels transposed', () => {
  const data = Float32Array.from({ length: 6 }, (_, k) => k);
  expect([...reorderGates(data, [2, 0, 1])]).toEqual([4, 5, 0, 1, 2, 3]);
  expect([...transpose(data, 2, 3)]).toEqual([0, 3, 1, 4, 2, 5]);
  expect([...transpose(data, 3, 1, 2)]).toEqual([0, 1, 2, 3, 4, 5]);
  expect([...transpose(Float32Array.from([...data, 6, 7]), 2, 2, 2)]).toEqual([0, 1, 4, 5, 2, 3, 6, 7]);
});
