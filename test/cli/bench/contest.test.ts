import { describe, expect, test } from 'vitest';
import { platform } from '#platform';
import { attentionContest } from '../../../src/cli/bench/attention/attentionContest.ts';
import { attentionTasks, positionsOf, queriesOf } from '../../../src/cli/bench/attention/attentionTask.ts';
import type { Contest, Contestant, Task } from '../../../src/cli/bench/contest/contest.ts';
import { ourselves } from '../../../src/cli/bench/contest/contestants.ts';
import { drawContest, reportOf } from '../../../src/cli/bench/contest/report.ts';
import { runContest } from '../../../src/cli/bench/contest/runContest.ts';
import { languageContest } from '../../../src/cli/bench/language/languageContest.ts';
import { mediumTask } from '../../../src/cli/bench/language/languageTask.ts';
import { raggedContest } from '../../../src/cli/bench/ragged/raggedContest.ts';
import { raggedTasks, stepsOf } from '../../../src/cli/bench/ragged/raggedTask.ts';
import { symbolsOf, translateContest } from '../../../src/cli/bench/translate/translateContest.ts';
import { translateTasks } from '../../../src/cli/bench/translate/translateTask.ts';
import { treeContest } from '../../../src/cli/bench/tree/treeContest.ts';
import { nodesOf, treeTasks } from '../../../src/cli/bench/tree/treeTask.ts';

const small = { ...mediumTask, vocabulary: 60, width: 9, batch: 3, steps: 4, chunks: 2 };
const repetitions = { least: 3, seconds: 0 };
const silent = (): void => {};

/** A contest of ours alone, in processes of their own. */
const hold = <T extends Task>(contest: Contest<T>, peers: readonly Contestant<T>[] = []) => {
  const ours = ourselves<T>(contest.name, 'wasm', platform.programs!, platform);
  return runContest({ contest, ours, peers, threads: [1, 2], repetitions }, silent);
};

describe('a contest', () => {
  test('of language models tells rate and memory on every number of threads', async () => {
    const rows = await hold(languageContest(small));
    expect(rows.map(({ by, task, threads }) => [by, task, threads])).toEqual([
      ['wasm', 'medium', 1],
      ['wasm', 'medium', 2],
    ]);
    for (const { seconds, rate, turns, peakMemory } of rows) {
      expect(rate * seconds).toBeCloseTo(12, 6);
      expect(turns).toBeGreaterThanOrEqual(3);
      if (peakMemory !== null) expect(peakMemory).toBeGreaterThan(2e7);
    }
  });

  test('of ragged sequences has as many steps as their lengths say', async () => {
    const tasks = raggedTasks(5, 2, 3);
    expect(stepsOf(tasks[0])).toBe(5 * 200);
    const rows = await hold(raggedContest(tasks));
    expect(rows.map(({ task }) => task)).toEqual([...tasks, ...tasks].map(({ name }) => name));
    for (const [k, { rate, seconds }] of rows.entries())
      expect(rate * seconds).toBeCloseTo(stepsOf(tasks[k % 3]), 6);
  });

  test('of trees goes the same nodes level by level and one by one', async () => {
    const tasks = treeTasks(3, 4, 5);
    const rows = await hold(treeContest(tasks));
    expect(rows.map(({ task }) => task)).toEqual(['levels', 'nodes', 'levels', 'nodes']);
    for (const { rate, seconds } of rows) expect(rate * seconds).toBeCloseTo(nodesOf(tasks[0]), 6);
    for (const parents of tasks[0].parents) {
      const children = parents.map((_, node) => parents.filter((parent) => parent === node).length);
      expect(new Set(children)).toEqual(new Set([0, 2]));
      expect(parents.length).toBeGreaterThanOrEqual(19);
      expect(parents.length).toBeLessThanOrEqual(55);
    }
  });

  test('of attention asks every source at every step, at once and step by step', async () => {
    const tasks = attentionTasks(3, 4, 5);
    const rows = await hold(attentionContest(tasks));
    expect(rows.map(({ task }) => task)).toEqual([...tasks, ...tasks].map(({ name }) => name));
    for (const { rate, seconds } of rows) expect(rate * seconds).toBeCloseTo(12, 6);
    expect(queriesOf(tasks[0])).toBe(12);
    const { lengths } = attentionTasks(20_000)[0];
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([5, 25]);
    expect(positionsOf({ ...tasks[0], lengths }) / 20_000).toBeCloseTo(15, 0);
  });

  test('of translators learns pairs and searches for translations as long as their sources', async () => {
    const sizes = { symbols: 40, embedding: 5, hidden: 4, decoderHidden: 6, pairs: 4, sources: 2 };
    const tasks = translateTasks(sizes);
    const rows = await hold(translateContest(tasks));
    expect(rows.map(({ task }) => task)).toEqual([...tasks, ...tasks].map(({ name }) => name));
    const counts = tasks.map(symbolsOf);
    expect(counts).toEqual([...counts.slice(2), ...counts.slice(0, 2)]);
    expect(counts[1]).toBe(tasks[1].sourceLengths[0] + tasks[1].sourceLengths[1]);
    for (const [k, { rate, seconds }] of rows.entries()) expect(rate * seconds).toBeCloseTo(counts[k % 4], 6);
    const { sourceLengths, targetLengths } = translateTasks({ ...sizes, pairs: 20_000 })[0];
    for (const lengths of [sourceLengths, targetLengths])
      expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([5, 25]);
  });

  test('is not held with a peer that gives other numbers', async () => {
    let prepared = 0;
    const wrong: Contestant<typeof small> = {
      name: 'wrong',
      start: async () => ({
        about: 'Wrong 1.0',
        async prepare() {
          prepared++;
          return { results: { output: [4.1, 0.9, 4] } };
        },
        turn: async () => 1,
        peakMemory: async () => undefined,
        close: async () => {},
      }),
    };
    await expect(hold(languageContest(small), [wrong])).rejects.toMatchObject({ code: 'wrong-result' });
    expect(prepared).toBe(1);
  });

  test('holds peers beside us: how many times the time and the memory', () => {
    const row = { task: 'medium', threads: 1, turns: 9, rate: 1000 };
    const report = reportOf(languageContest(), 'native', [
      { ...row, by: 'native', seconds: 0.5, peakMemory: 3e8 },
      { ...row, by: 'torch', seconds: 0.75, peakMemory: 6e8 },
      { ...row, by: 'torch', threads: 2, seconds: 0.4, peakMemory: null },
    ]);
    expect(report.ratios).toEqual([
      { peer: 'torch', backend: 'native', task: 'medium', threads: 1, ratio: 1.5, memory: 2 },
    ]);
    const lines = drawContest(report).join('\n');
    expect(lines).toContain('tokens/s');
    expect(lines).toMatch(/medium +native +torch +1 +1\.50 +2\.00/);
  });
});

test('the lengths of the ragged contest are what it says', () => {
  const [padded, uniform, geometric] = raggedTasks(20_000);
  expect(new Set(padded.lengths)).toEqual(new Set([200]));
  expect([Math.min(...uniform.lengths), Math.max(...uniform.lengths)]).toEqual([1, 200]);
  expect(stepsOf(uniform) / 20_000).toBeCloseTo(100.5, -1);
  expect(Math.min(...geometric.lengths)).toBe(1);
  expect(stepsOf(geometric) / 20_000).toBeCloseTo(20, 0);
});
