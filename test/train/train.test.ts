import { describe, expect, it } from 'vitest';
import { adam } from '../../src/train/optimizers/adam.ts';
import { constant } from '../../src/train/schedules/constant.ts';
import { byStep } from '../../src/train/schedules/schedule.ts';
import { snapshot } from '../../src/train/snapshot.ts';
import { train } from '../../src/train/train.ts';
import type { TrainingEvent } from '../../src/train/trainingEvent.ts';
import { makeProblem, problemOptions } from './problem.ts';

describe('train', () => {
  it('lowers the loss, and says how it went', async () => {
    const problem = makeProblem();
    const before = problem.total();
    const record = await train({ ...problemOptions(problem), budget: { epochs: 30 } });
    expect(problem.total()).toBeLessThan(before / 5);
    expect(record).toMatchObject({
      reason: 'epochs',
      optimizer: 'sgd',
      seed: 1,
      steps: 90,
      epochs: 30,
      tokens: 360,
    });
    expect(record.losses.map(({ step }) => step)).toEqual(Array.from({ length: 90 }, (_, k) => k + 1));
    expect(record.losses[4]).toMatchObject({ step: 5, epoch: 2, rate: 0.02, tokens: 4 });
    expect(record.epochLosses).toHaveLength(30);
    const ofFirst = record.losses.slice(0, 3).reduce((sum, { loss }) => sum + loss, 0) / 3;
    expect(record.epochLosses[0].loss).toBeCloseTo(ofFirst, 12);
    expect(record.weights).toEqual({ from: 'last', step: 90 });
    expect(record.best).toBeNull();
  });

  it('computes what a loop by hand computes', async () => {
    const { context, parameters, loss } = makeProblem('float64');
    const gradients: number[][] = [];
    const start = snapshot(parameters);
    await train({
      ...problemOptions({ context, parameters, loss, total: () => 0 }),
      optimizer: {
        name: 'recorder',
        steps: 0,
        state: {},
        step(rate) {
          gradients.push([...(parameters.hidden.gradient?.toArray() ?? [])].map((x) => x * rate));
        },
        load() {},
        [Symbol.dispose]() {},
      },
      schedule: byStep((step) => step + 1),
      batches: () => [Uint32Array.of(0, 1), Uint32Array.of(2)],
      budget: { steps: 2 },
    });
    expect(snapshot(parameters)).toEqual(start);
    const h = 1e-6;
    [[0, 1], [2]].forEach((batch, step) => {
      const values = [...start.hidden];
      const at = (k: number, by: number): number => {
        parameters.hidden.set(values.map((x, j) => (j === k ? x + by : x)));
        return context.step(() => loss(batch, { training: true, seed: 0, step }).loss.item());
      };
      values.forEach((_, k) => {
        expect(gradients[step][k] / (step + 1)).toBeCloseTo((at(k, h) - at(k, -h)) / (2 * h), 6);
      });
    });
  });

  it('keys the pass by seed and step', async () => {
    const problem = makeProblem();
    const passes: unknown[] = [];
    const options = problemOptions(problem);
    await train({
      ...options,
      budget: { steps: 3 },
      seed: 42,
      loss: (batch, pass) => {
        passes.push(pass);
        return problem.loss(batch, pass);
      },
    });
    expect(passes).toEqual([0, 1, 2].map((step) => ({ training: true, seed: 42, step })));
  });

  it('clips by norm and by value', async () => {
    const lengths: number[] = [];
    for (const clip of [undefined, { norm: 0.01 }, { value: 0.001 }]) {
      const problem = makeProblem('float64');
      const before = snapshot(problem.parameters);
      const options = { ...problemOptions(problem), schedule: constant(1), budget: { steps: 1 } };
      const record = await train({ ...options, clip });
      const after = snapshot(problem.parameters);
      const moves = Object.keys(before).flatMap((name) =>
        [...after[name]].map((x, k) => x - before[name][k]),
      );
      lengths.push(Math.hypot(...moves));
      if (clip === undefined) expect(record.losses[0].norm).toBeCloseTo(lengths[0], 12);
      if (clip?.value) expect(Math.max(...moves.map(Math.abs))).toBeCloseTo(0.001, 12);
    }
    expect(lengths[0]).toBeGreaterThan(0.1);
    expect(lengths[1]).toBeCloseTo(0.01, 6);
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const ends = [];
    for (const seed of [1, 1]) {
      const problem = makeProblem();
      await train({ ...problemOptions(problem), seed });
      ends.push(snapshot(problem.parameters));
    }
    expect(ends[1]).toEqual(ends[0]);
  });

  it('tells events as plain data, to the log every step', async () => {
    const problem = makeProblem();
    const log: TrainingEvent[] = [];
    const progress: TrainingEvent[] = [];
    let time = 0;
    await train({
      ...problemOptions(problem),
      budget: { epochs: 2 },
      validate: () => ({ loss: problem.total() }),
      checkpoint: { every: 4, save: () => {} },
      now: () => time,
      loss: (batch, pass) => {
        time += 40;
        return problem.loss(batch, pass);
      },
      log: (event) => log.push(event),
      onProgress: (event) => progress.push(event),
    });
    const types = (events: TrainingEvent[]): string => events.map(({ type }) => type).join(' ');
    expect(types(log)).toBe(
      'step step step epoch validation step checkpoint step step epoch validation checkpoint stopped',
    );
    expect(types(progress)).toBe(
      'step step epoch validation step checkpoint step epoch validation checkpoint stopped',
    );
    expect(log).toEqual(JSON.parse(JSON.stringify(log)));
    const fractions = log.flatMap((event) => (event.type === 'step' ? event.fraction : []));
    expect(fractions).toEqual([1, 2, 3, 4, 5, 6].map((k) => expect.closeTo(k / 6, 12)));
    const last = log.findLast((event) => event.type === 'step');
    expect(last).toMatchObject({ secondsLeft: 0 });
    expect(last?.type === 'step' && last.tokensPerSecond / last.stepsPerSecond).toBeCloseTo(4, 12);
  });

  it('lets other tasks run', async () => {
    const problem = makeProblem();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const options = { ...problemOptions(problem), budget: { steps: 1e9 }, signal: controller.signal };
    expect((await train(options)).reason).toBe('stopped');
  });

  it('keeps the record small, with the first and the last step', async () => {
    const problem = makeProblem();
    const options = {
      ...problemOptions(problem),
      batches: () => [Uint32Array.of(0)],
      budget: { steps: 4321 },
    };
    const { losses } = await train(options);
    expect(losses.length).toBeLessThanOrEqual(1001);
    expect(losses.length).toBeGreaterThan(500);
    expect(losses[0].step).toBe(1);
    expect(losses.at(-1)?.step).toBe(4321);
    const strides = new Set(losses.slice(1, -1).map(({ step }, k) => step - losses[k].step));
    expect(strides.size).toBe(1);
  });

  it('leaves the heap as it found it, a hundred times', async () => {
    const problem = makeProblem();
    const options = problemOptions(problem);
    const once = async (): Promise<void> => {
      using optimizer = adam(problem.parameters);
      await train({
        ...options,
        optimizer,
        average: { decay: 0.9 },
        validate: () => ({ loss: problem.total() }),
        budget: { epochs: 1 },
      });
    };
    options.optimizer[Symbol.dispose]();
    await once();
    const { end, used } = problem.context.heap;
    for (let k = 1; k < 100; k++) await once();
    expect(problem.context.heap.used).toBe(used);
    expect(problem.context.heap.end).toBe(end);
  });
});
