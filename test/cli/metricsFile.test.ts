import { expect, test } from 'vitest';
import { metricsFile } from '../../src/cli/training/metricsFile.ts';
import type { TrainingEvent } from '../../src/train/trainingEvent.ts';
import { fakeHost } from './fakeHost.ts';

const progress = { fraction: 0, stepsPerSecond: 1, tokensPerSecond: 1, secondsLeft: null };
const step = (step: number): TrainingEvent => ({
  type: 'step',
  step,
  epoch: 1,
  loss: 1,
  norm: 1,
  rate: 1,
  tokens: 1,
  ...progress,
});
const validation = (step: number): TrainingEvent => ({
  type: 'validation',
  step,
  epoch: 1,
  metrics: {},
  best: false,
});
const stepsOf = (text: string): number[] =>
  [...text.matchAll(/"step":(\d+)/g)].map(([, step]) => Number(step));

test('a line for every validation, the first step and every hundredth', async () => {
  const { host, folder, read } = await fakeHost();
  const metrics = metricsFile(host.platform.files, folder, false);
  for (let k = 1; k <= 250; k++) {
    metrics.event(step(k));
    if (k === 120) metrics.event(validation(k));
    if (k === 150) await metrics.flush();
  }
  await metrics.flush();
  expect(stepsOf(await read('metrics.jsonl'))).toEqual([1, 100, 120, 200]);
});

test('nothing is touched before the first flush', async () => {
  const { host, folder, write, read } = await fakeHost();
  await write('metrics.jsonl', 'of the model before\n');
  const metrics = metricsFile(host.platform.files, folder, false);
  metrics.event(step(1));
  expect(await read('metrics.jsonl')).toBe('of the model before\n');
  await metrics.flush();
  expect(stepsOf(await read('metrics.jsonl'))).toEqual([1]);
});

test('a resumed run cuts the file to the step that it goes on from, and half lines', async () => {
  const { host, folder, write, read } = await fakeHost();
  const lines = [step(1), step(100), validation(100), step(200)].map((event) => `${JSON.stringify(event)}\n`);
  await write('metrics.jsonl', `${lines.join('')}{"type":"step","st`);
  const metrics = metricsFile(host.platform.files, folder, true);
  metrics.event(step(101));
  metrics.event(step(200));
  await metrics.flush();
  expect(stepsOf(await read('metrics.jsonl'))).toEqual([1, 100, 100, 200]);
});

test('a resumed run that has nothing left to do keeps the file', async () => {
  const { host, folder, write, read } = await fakeHost();
  await write(
    'metrics.jsonl',
    [step(100), validation(100)].map((event) => `${JSON.stringify(event)}\n`).join(''),
  );
  const metrics = metricsFile(host.platform.files, folder, true);
  metrics.event({ type: 'stopped', step: 100, epoch: 1, reason: 'steps' });
  await metrics.flush();
  expect(stepsOf(await read('metrics.jsonl'))).toEqual([100, 100, 100]);
});
