import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { platform } from '#platform';
import { describe, expect, test } from 'vitest';
import { buildAddon } from '../../src/backend/native.ts';
import type { StoredModel } from '../../src/formats/model/manifest.ts';
import { linearLayer } from '../../src/nn/layers/linearLayer.ts';
import { joinParameters } from '../../src/nn/parameters.ts';
import { recurrentStack } from '../../src/nn/stack/recurrentStack.ts';
import { stream, uniform } from '../../src/support/random.ts';
import { task as forecast } from '../../src/tasks/forecast/task.ts';
import { task as generate } from '../../src/tasks/generate/task.ts';
import type { Context } from '../../src/tensor/context.ts';
import { crossEntropy } from '../../src/tensor/losses/crossEntropy.ts';
import { openContext } from '../../src/tensor/openContext.ts';
import { fromTyped } from '../../src/tensor/ragged/fromTyped.ts';
import { lastStep } from '../../src/tensor/ragged/lastStep.ts';
import { adam } from '../../src/train/optimizers/adam.ts';
import { constant } from '../../src/train/schedules/constant.ts';
import { train } from '../../src/train/train.ts';
import { madeSeries, madeText } from './madeData.ts';

const { file, note } = await buildAddon();
if (file === undefined) console.warn(`native not run: ${note}`);
const backends = file === undefined ? (['wasm'] as const) : (['wasm', 'native'] as const);

/** Frees what is unreachable: tensors outside of steps go with their owners. */
async function collect(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  gc();
  await sleep(1);
}

const LONGEST = 60;

/**
 * Trains a classifier of sequences of 1 to LONGEST steps, the longest batch first. Gives the heap's mark by step.
 * `dispose`: gives the memory of weights and moments back at the end, instead of leaving it to the collector.
 */
async function trainClassifier(
  context: Context,
  steps: number,
  { sequences = 8, dispose = false } = {},
): Promise<number[]> {
  const cell = { cell: 'lstm' } as const;
  const sizes = { inputSize: 4, hiddenSize: 16, layers: 2, bidirectional: true };
  const stack = recurrentStack(context, { ...sizes, cell, dropout: 0.1, seed: 1 });
  const output = linearLayer(context, { inputSize: stack.outputSize, outputSize: 3, stream: stream(1, 99) });
  const parameters = joinParameters({ stack, output });
  const optimizer = adam(parameters);
  const marks: number[] = [];
  await train<number>({
    context,
    parameters,
    optimizer,
    schedule: constant(0.001),
    budget: { steps },
    batches: (epoch) => Array.from({ length: 100 }, (_, k) => epoch * 100 + k),
    loss(batch, pass) {
      const draw = stream(batch);
      const lengths = Array.from({ length: sequences }, (_, k) =>
        batch === 0 ? LONGEST : 1 + Math.floor(LONGEST * uniform(draw, k)),
      );
      const total = lengths.reduce((sum, length) => sum + length, 0);
      const values = Float32Array.from({ length: 4 * total }, (_, k) => uniform(draw, 100 + k));
      const states = stack.run(fromTyped(context, values, lengths, [4]), { pass }).output;
      const classes = context.tensor(
        lengths.map((length) => length % 3),
        [sequences],
        'int32',
      );
      return { loss: crossEntropy(output.run(lastStep(states)), classes), tokens: sequences };
    },
    log: (event) => void (event.type === 'step' && marks.push(context.heap.end)),
  });
  if (dispose) {
    optimizer[Symbol.dispose]();
    for (const parameter of Object.values(parameters)) parameter.dispose();
  }
  return marks;
}

const folder = await mkdtemp(join(tmpdir(), 'unrolled-heap-'));
const paths = [join(folder, 'text.txt'), join(folder, 'days.csv')];
await writeFile(paths[0], madeText(400));
await writeFile(paths[1], madeSeries(90));
const text = await generate.read(platform, [paths[0]], {});
const days = await forecast.read(platform, [paths[1]], { horizon: 3 });
await rm(folder, { recursive: true });

describe.each(backends)('%s', (backend) => {
  test('2,000 training steps on varying lengths leave the heap where the longest batch put it', async () => {
    const context = await openContext({ backend, threads: 1 });
    const marks = await trainClassifier(context, 2000);
    expect(marks).toHaveLength(2000);
    // From the second step on the optimizer's moments are there, too.
    expect(new Set(marks.slice(1)).size).toBe(1);
    expect(marks[1999]).toBeLessThan(1.1 * marks[0]);
    context.close();
  });

  test('a hundred trainings on one context leave its heap where the first did', {
    timeout: 180_000,
  }, async () => {
    const context = await openContext({ backend, threads: 2 });
    const ends: number[] = [];
    for (let k = 0; k < 100; k++) {
      await trainClassifier(context, 3, { sequences: 2, dispose: true });
      ends.push(context.heap.end);
    }
    expect(new Set(ends)).toEqual(new Set([ends[0]]));
    context.close();
  });

  test('what a hundred trainings leave to the collector does not pile up', { timeout: 180_000 }, async () => {
    const context = await openContext({ backend, threads: 2 });
    await trainClassifier(context, 3, { sequences: 2 });
    const first = context.heap.end;
    for (let k = 0; k < 99; k++) {
      await trainClassifier(context, 3, { sequences: 2 });
      await collect();
    }
    // How soon the collector tells is its own affair: some trainings' weights may lie there at a time.
    expect(context.heap.end).toBeLessThan(3 * first);
    context.close();
  });

  test('a hundred trainings with a context each leave the process as large as the first ones did', {
    timeout: 180_000,
  }, async () => {
    const sizes: number[] = [];
    for (let k = 0; k < 100; k++) {
      await generate.fit(
        text,
        { steps: 2, hidden: 16, embedding: 4, context: 12, batch: 4 },
        { backend, threads: 2 },
      );
      if (k % 10 === 9) {
        await collect();
        sizes.push(process.memoryUsage().rss / 2 ** 20);
      }
    }
    // MiB: a heap that stayed open would be 1 at least in each training, a thread as much again.
    expect(sizes[9] - sizes[1], sizes.map(Math.round).join(' ')).toBeLessThan(40);
  });

  test.each<[string, (threads: number) => Promise<StoredModel>]>([
    [
      'generate',
      (threads) => generate.fit(text, { steps: 6, hidden: 96, context: 32, batch: 16 }, { backend, threads }),
    ],
    ['forecast', (threads) => forecast.fit(days, { steps: 6, hidden: 96, horizon: 3 }, { backend, threads })],
  ])('%s gives the same bits on one thread and on two', async (_, fit) => {
    const [one, again, two] = [await fit(1), await fit(1), await fit(2)].map(({ manifest }) => manifest);
    expect(again.files.weights.sha256).toBe(one.files.weights.sha256);
    expect(two.files.weights.sha256).toBe(one.files.weights.sha256);
    expect(two.probes).toEqual(one.probes);
  });
});

test('a shape that is none is refused, and the heap stays as it is', async () => {
  for (const backend of backends) {
    const context = await openContext({ backend, threads: 1 });
    const kept = context.tensor([1, 2, 3]);
    for (const shape of [[Number.NaN], [-1], [-2, -3], [1.5], [Number.POSITIVE_INFINITY]]) {
      expect(() => context.empty(shape)).toThrow(expect.objectContaining({ code: 'shape-mismatch' }));
      expect(() => context.step(() => context.zeros(shape))).toThrow('Give whole numbers of at least 0.');
    }
    for (const shape of [[2 ** 30, 2 ** 30], [2 ** 52]]) {
      expect(() => context.empty(shape)).toThrow(expect.objectContaining({ code: 'out-of-memory' }));
      expect(() => context.step(() => context.empty(shape))).toThrow(
        expect.objectContaining({ code: 'out-of-memory' }),
      );
    }
    expect([...context.step(() => context.full([1000], 7)).shape]).toEqual([1000]);
    expect([...kept.toArray()]).toEqual([1, 2, 3]);
    context.close();
  }
});
