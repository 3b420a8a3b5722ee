import { expect, test } from 'vitest';
import { drawEvaluation } from '../../src/cli/output/drawEvaluation.ts';
import { drawTable } from '../../src/cli/output/drawTable.ts';
import { progressDisplay } from '../../src/cli/output/progressDisplay.ts';
import { progressLine } from '../../src/cli/output/progressLine.ts';
import { shellLine } from '../../src/cli/output/shellLine.ts';
import { hang, wrap } from '../../src/cli/output/wrap.ts';
import type { TrainingEvent } from '../../src/train/trainingEvent.ts';
import { fakeHost } from './fakeHost.ts';

const view = {
  progress: { fraction: 0.425, stepsPerSecond: 8.14, tokensPerSecond: 12_345, secondsLeft: 80 },
  step: 1240,
  epoch: 3,
  loss: 1.23456,
  validation: ['loss', 1.5] as const,
};

test('a progress line has share, step, epoch, loss, validation, speed and time left', () => {
  expect(progressLine(view, 120, false)).toBe(
    '42 %  epoch 3  step 1,240  loss 1.235  valid 1.500  8.1 steps/s  12k tokens/s  1 min 20 s left',
  );
  expect(progressLine({ ...view, validation: ['mae', null] }, 120, false)).toContain('valid mae not finite');
});

test('a progress line keeps within its width and drops what matters least first', () => {
  for (let width = 10; width <= 140; width++)
    expect(progressLine(view, width, true).length).toBeLessThanOrEqual(width);
  const narrow = progressLine(view, 60, true);
  expect(narrow).toMatch(/^[█▏▎▍▌▋▊▉░]{8} {2}42 % {2}.*loss 1\.235 {2}valid 1\.500 {2}1 min 20 s left$/);
  expect(narrow).not.toContain('tokens/s');
});

test('the bar is full at the end and empty at the start', () => {
  const at = (fraction: number): string =>
    progressLine({ ...view, progress: { ...view.progress, fraction } }, 140, true);
  expect(at(0)).toMatch(/^░{24} /);
  expect(at(1)).toMatch(/^█{24} 100 %/);
});

const event: TrainingEvent = {
  type: 'step',
  step: 1,
  epoch: 1,
  loss: 1,
  norm: 1,
  rate: 1,
  tokens: 1,
  fraction: 0.5,
  stepsPerSecond: 1,
  tokensPerSecond: 1,
  secondsLeft: null,
};

test('in a terminal the line is redrawn, and what is said stands above it', async () => {
  const { host, state } = await fakeHost({ terminal: true });
  const display = progressDisplay(host, false);
  display.event(event);
  display.say('hello');
  display.end();
  const line = progressLine({ progress: event, step: 1, epoch: 1, loss: 1 }, 79, true);
  expect(state.error).toBe(`\r${line}\x1b[K\rhello\x1b[K\n\r${line}\x1b[K\r${line}\x1b[K\n`);
});

test('elsewhere there is a plain line every few seconds, and one at the end', async () => {
  const { host, state, wait } = await fakeHost();
  const display = progressDisplay(host, false);
  for (let second = 0; second < 12; second++) {
    display.event(event);
    wait(1000);
  }
  display.end();
  expect(state.error.match(/50 % {2}epoch 1 {2}step 1 {2}loss 1\.000/g)).toHaveLength(3);
  expect(state.error).not.toContain('\r');
});

test('quiet shows nothing', async () => {
  const { host, state } = await fakeHost({ terminal: true });
  const display = progressDisplay(host, true);
  display.event(event);
  display.say('hello');
  display.end();
  expect(state.error).toBe('');
});

test('tables are aligned', () => {
  const columns = [
    { title: 'name', align: 'left' },
    { title: 'x', align: 'right' },
  ] as const;
  expect(
    drawTable(columns, [
      ['a', '1.5'],
      ['longer', '10'],
    ]),
  ).toEqual(['name      x', '──────  ───', 'a       1.5', 'longer   10']);
});

test('text is wrapped at words', () => {
  expect(wrap('one two  three four', 9)).toEqual(['one two', 'three', 'four']);
  expect(wrap('in all 80 % of it', 8)).toEqual(['in all', '80 % of', 'it']);
  expect(hang('a', 4, 'one two three', 11)).toEqual(['a   one two', '    three']);
});

test('printed command lines can be pasted into a shell', () => {
  expect(shellLine('npx', 'a b.csv', "it's", '--lr=0.1', '$x')).toBe(
    `npx 'a b.csv' 'it'\\''s' --lr=0.1 '$x'`,
  );
});

test('a table of scores that is wider than the terminal has a row per score', () => {
  const evaluation = {
    title: 'scores',
    columns: ['MAE', 'RMSE'],
    rows: [
      { name: 'model', values: [1, 2] },
      { name: 'naive', values: [3, Number.NaN] },
    ],
    notes: [],
  };
  const lines = (width: number): string[] => drawEvaluation(evaluation, width).filter((line) => line !== '');
  expect(lines(40)).toEqual([
    'scores',
    '           MAE   RMSE',
    '  ─────  ─────  ─────',
    '  model  1.000  2.000',
    '  naive  3.000      -',
  ]);
  expect(lines(20)).toEqual([
    'scores',
    '        model  naive',
    '  ────  ─────  ─────',
    '  MAE   1.000  3.000',
    '  RMSE  2.000      -',
  ]);
});
