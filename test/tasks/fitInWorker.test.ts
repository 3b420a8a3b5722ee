import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StoredModel } from '../../src/formats/model/manifest.ts';
import * as forecast from '../../src/tasks/forecast/index.ts';
import * as generate from '../../src/tasks/generate/index.ts';
import { load } from '../../src/tasks/load.ts';
import { trainingControl } from '../../src/train/trainingControl.ts';
import type { TrainingEvent } from '../../src/train/trainingEvent.ts';

const text = 'round and round the rugged rock the ragged rascal ran. '.repeat(20);
const small = { backend: 'wasm', threads: 1, hidden: 8, embedding: 4, context: 8, batch: 4 } as const;

test('a worker gives the same model and tells the same events', async () => {
  const runs = [];
  for (const worker of [false, true]) {
    const events: TrainingEvent[] = [];
    const onLog = (event: TrainingEvent): unknown => events.push(event);
    const model = await generate.fit(text, { ...small, steps: 12, worker, onLog });
    const losses = events.flatMap((event) => (event.type === 'step' ? [event.loss] : []));
    runs.push({
      losses,
      types: events.map(({ type }) => type),
      weights: model.manifest.files.weights.sha256,
    });
    model.close();
  }
  expect(runs[0].losses).toHaveLength(12);
  expect(runs[1]).toEqual(runs[0]);
});

test('errors come back with their codes', async () => {
  const fitting = generate.fit(text, { ...small, cell: 'jordan', worker: true });
  await expect(fitting).rejects.toMatchObject({ name: 'UnrolledError', code: 'bad-argument' });
});

test('a run that is aborted leaves a checkpoint from which a worker goes on to the same bits', async () => {
  const whole = await generate.fit(text, { ...small, steps: 40, worker: false });
  const aborting = new AbortController();
  let resume: StoredModel | undefined;
  const fitting = generate.fit(text, {
    ...small,
    steps: 40,
    worker: true,
    signal: aborting.signal,
    checkpoint: async (model) => {
      resume = model;
    },
    onLog: (event) => event.type === 'step' && event.step === 5 && aborting.abort(),
  });
  await fitting.then(
    (model) => model.close(),
    (error) => expect(error).toMatchObject({ code: 'interrupted' }),
  );
  expect(resume).toBeDefined();
  const resumed = await generate.fit(text, { ...small, steps: 40, worker: true, resume });
  expect(resumed.manifest.files.weights.sha256).toBe(whole.manifest.files.weights.sha256);
  whole.close();
  resumed.close();
});

test('a run can be paused before it starts, and resumed', async () => {
  const control = trainingControl();
  const types: string[] = [];
  control.pause();
  const model = await generate.fit(text, {
    ...small,
    steps: 4,
    worker: true,
    control,
    onEvent: ({ type }) => {
      types.push(type);
      if (type === 'paused') control.resume();
    },
  });
  expect(types.slice(0, 2)).toEqual(['paused', 'resumed']);
  expect(types.at(-1)).toBe('stopped');
  model.close();
});

test('a checkpoint that cannot be stored ends the run with its error', async () => {
  const checkpoint = () => Promise.reject(new Error('the disk is full'));
  const fitting = generate.fit(text, { ...small, steps: 4, worker: true, checkpoint });
  await expect(fitting).rejects.toThrow('the disk is full');
});

test.each(['checkpoint', 'onEvent', 'onLog'])('what %s throws at once ends the run too', async (name) => {
  const told = (): never => {
    throw new Error(`${name} is broken`);
  };
  const fitting = generate.fit(text, { ...small, steps: 4, worker: true, [name]: told });
  await expect(fitting).rejects.toThrow(`${name} is broken`);
});

test('models of every task are saved and loaded by one function', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-load-'));
  const series = Array.from({ length: 60 }, (_, t) => 10 + Math.sin(t / 2));
  const written = await generate.fit(text, { ...small, steps: 2 });
  const forecaster = await forecast.fit(series, {
    backend: 'wasm',
    hidden: 4,
    horizon: 3,
    steps: 2,
    worker: true,
  });
  try {
    for (const model of [written, forecaster]) {
      await model.save(join(folder, model.task));
      const loaded = await load(join(folder, model.task), { backend: 'wasm' });
      expect(loaded.task).toBe(model.task);
      expect(loaded.probe()).toEqual(model.probe());
      const again = await load(model.model, { backend: 'wasm' });
      expect(again.probe()).toEqual(model.probe());
      for (const one of [loaded, again, model]) one.close();
    }
    await expect(load(join(folder, 'none'))).rejects.toMatchObject({ code: 'file-missing' });
  } finally {
    await rm(folder, { recursive: true });
  }
});
