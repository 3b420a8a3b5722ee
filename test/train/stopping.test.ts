import { describe, expect, it } from 'vitest';
import { restore, snapshot, type Weights } from '../../src/train/snapshot.ts';
import type { SavedState } from '../../src/train/savedState.ts';
import { plateau } from '../../src/train/schedules/plateau.ts';
import { train } from '../../src/train/train.ts';
import { trainingControl } from '../../src/train/trainingControl.ts';
import type { TrainingEvent } from '../../src/train/trainingEvent.ts';
import type { TrainOptions } from '../../src/train/trainOptions.ts';
import { makeProblem, type Problem, problemOptions } from './problem.ts';

describe('budgets', () => {
  it('of steps ends within an epoch', async () => {
    const record = await train({ ...problemOptions(makeProblem()), budget: { epochs: 4, steps: 5 } });
    expect(record).toMatchObject({ reason: 'steps', steps: 5, epochs: 1 });
  });

  /** Every step takes seven seconds. */
  function timed(problem: Problem): TrainOptions<Uint32Array> {
    let time = 5_000;
    const loss: Problem['loss'] = (batch, pass) => {
      time += 7_000;
      return problem.loss(batch, pass);
    };
    return { ...problemOptions(problem), budget: { minutes: 1 }, now: () => time, loss };
  }

  it('of minutes goes by the clock', async () => {
    const record = await train(timed(makeProblem()));
    expect(record).toMatchObject({ reason: 'minutes', steps: 9, minutes: 63 / 60 });
  });

  it('of minutes counts on in a resumed run', async () => {
    const problem = makeProblem();
    const saves: SavedState[] = [];
    await train({
      ...timed(problem),
      budget: { steps: 4 },
      checkpoint: { save: (saved) => void saves.push(saved) },
    });
    const record = await train({ ...timed(problem), resume: saves[0] });
    expect(record).toMatchObject({ reason: 'minutes', steps: 9, minutes: 63 / 60 });
  });

  it('of minutes does not count pauses', async () => {
    let time = 0;
    const problem = makeProblem();
    const control = trainingControl();
    const record = await train({
      ...problemOptions(problem),
      budget: { minutes: 1 },
      now: () => time,
      control,
      loss: (batch, pass) => {
        time += 30_000;
        return problem.loss(batch, pass);
      },
      log: ({ type }) => {
        if (type === 'step') control.pause();
        if (type !== 'paused') return;
        time += 600_000;
        control.resume();
      },
    });
    expect(record).toMatchObject({ steps: 2, minutes: 1 });
  });
});

describe('early stopping', () => {
  /** Validation gives these losses, one after the other. */
  async function run(losses: number[], options: Partial<TrainOptions<Uint32Array>> = {}) {
    const problem = makeProblem();
    const seen: Weights[] = [];
    const record = await train({
      ...problemOptions(problem),
      budget: { epochs: losses.length },
      validate: () => {
        seen.push(snapshot(problem.parameters));
        return { loss: losses[seen.length - 1], accuracy: seen.length };
      },
      ...options,
    });
    return { record, seen, end: snapshot(problem.parameters) };
  }

  it('keeps the best weights', async () => {
    const { record, seen, end } = await run([3, 2, 1, 2, 2, 2, 0], { patience: 2 });
    expect(record).toMatchObject({ reason: 'patience', epochs: 5, best: { step: 9, epoch: 3, value: 1 } });
    expect(record.weights).toEqual({ from: 'best', step: 9 });
    expect(record.validations.map(({ best }) => best)).toEqual([true, true, true, false, false]);
    expect(end).toEqual(seen[2]);
    expect(end).not.toEqual(seen[4]);
  });

  it('restores the best at the end of the budget', async () => {
    const { record, seen, end } = await run([3, 1, 2]);
    expect(record).toMatchObject({ reason: 'epochs', best: { step: 6 } });
    expect(end).toEqual(seen[1]);
  });

  it('monitors the metric that it is told to', async () => {
    const { record } = await run([1, 2, 3], { monitor: { metric: 'accuracy', better: 'higher' } });
    expect(record.best).toEqual({ step: 9, epoch: 3, value: 3 });
    await expect(run([1], { monitor: { metric: 'f1', better: 'higher' } })).rejects.toThrow(
      'validate gave loss, accuracy, and no "f1" to monitor',
    );
  });

  it('never takes what is not a number for the best', async () => {
    const { record } = await run([Number.NaN, 5, Number.NaN, -Infinity]);
    expect(record.best?.value).toBe(5);
    expect(record.validations.map(({ metrics }) => metrics.loss)).toEqual([null, 5, null, null]);
  });

  it('validates every so many steps, and at the end', async () => {
    const { record } = await run([5, 4, 3, 2], { validateEvery: 4, budget: { steps: 10 } });
    expect(record.validations.map(({ step }) => step)).toEqual([4, 8, 10]);
  });

  it('tells the schedule', async () => {
    const schedule = plateau({ rate: 0.01, factor: 0.5, patience: 0 });
    const { record } = await run([1, 2, 0.5, 1], { schedule });
    expect([0, 3, 6, 9].map((k) => record.losses[k].rate)).toEqual([0.01, 0.01, 0.005, 0.005]);
  });

  it('validates and ends with the average, if there is one', async () => {
    const problem = makeProblem('float64');
    const own: Weights[] = [];
    const seen: Weights[] = [];
    await train({
      ...problemOptions(problem),
      average: { decay: 0.8 },
      onProgress: ({ type }) => void (type === 'step' && own.push(snapshot(problem.parameters))),
      now: () => own.length * 1000,
      budget: { steps: 3 },
      validate: () => {
        seen.push(snapshot(problem.parameters));
        return { loss: 1 };
      },
    });
    const start = snapshot(makeProblem('float64').parameters);
    const wanted = start.output.map((x, k) =>
      own.reduce((mean, weights, t) => {
        const decay = Math.min(0.8, (t + 1) / (t + 10));
        return decay * mean + (1 - decay) * weights.output[k];
      }, x),
    );
    expect(own).toHaveLength(3);
    wanted.forEach((x, k) => expect(seen[0].output[k]).toBeCloseTo(x, 12));
    expect(snapshot(problem.parameters)).toEqual(seen[0]);
  });

  it('ends with the average where nothing is validated', async () => {
    const { record } = await run([], { validate: undefined, budget: { steps: 4 }, average: { decay: 0.5 } });
    expect(record.weights).toEqual({ from: 'average', step: 4 });
  });
});

describe('control', () => {
  it('stops after the step, with a checkpoint', async () => {
    const controller = new AbortController();
    const problem = makeProblem();
    const saves: SavedState[] = [];
    const record = await train({
      ...problemOptions(problem),
      signal: controller.signal,
      checkpoint: { save: (saved) => void saves.push(saved) },
      log: (event) => void (event.type === 'step' && event.step === 5 && controller.abort()),
    });
    expect(record).toMatchObject({ reason: 'stopped', steps: 5 });
    expect(saves).toHaveLength(1);
  });

  it('pauses after the step, and resumes', async () => {
    const problem = makeProblem();
    const control = trainingControl();
    const log: TrainingEvent[] = [];
    const training = train({
      ...problemOptions(problem),
      control,
      log: (event) => {
        log.push(event);
        if (event.type === 'step' && event.step === 5) control.pause();
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log.at(-1)).toMatchObject({ type: 'paused', step: 5 });
    const meanwhile = snapshot(problem.parameters);
    control.resume();
    expect(await training).toMatchObject({ reason: 'epochs', steps: 12 });
    expect(meanwhile).not.toEqual(snapshot(problem.parameters));

    const straight = makeProblem();
    await train(problemOptions(straight));
    expect(snapshot(problem.parameters)).toEqual(snapshot(straight.parameters));
  });

  it('stops a paused training', async () => {
    const control = trainingControl();
    const controller = new AbortController();
    control.pause();
    const training = train({ ...problemOptions(makeProblem()), control, signal: controller.signal });
    setTimeout(() => controller.abort(), 5);
    expect(await training).toMatchObject({ reason: 'stopped', steps: 0 });
  });
});

describe('snapshot', () => {
  it('is a copy, and goes back as a whole or not at all', () => {
    const { parameters } = makeProblem();
    const copy = snapshot(parameters);
    const before = [...copy.hidden];
    parameters.hidden.set(new Float32Array(12));
    expect([...copy.hidden]).toEqual(before);
    expect(() => restore(parameters, { hidden: copy.hidden })).toThrow(
      'the weights of "output" are missing, the parameter has shape [4, 1]',
    );
    expect([...parameters.hidden.toArray()]).toEqual([...new Float32Array(12)]);
    restore(parameters, copy);
    expect(snapshot(parameters)).toEqual(copy);
  });
});

describe('options', () => {
  it('that cannot be meant are refused', async () => {
    const options = problemOptions(makeProblem());
    await expect(train({ ...options, budget: {} })).rejects.toThrow('train: the budget is empty');
    await expect(train({ ...options, budget: { steps: 1.5 } })).rejects.toThrow('budget.steps is 1.5');
    await expect(train({ ...options, clip: { norm: 0 } })).rejects.toThrow('clip.norm is 0');
    await expect(train({ ...options, patience: 3 })).rejects.toThrow('patience without validate');
    await expect(train({ ...options, validateEvery: 3 })).rejects.toThrow('validateEvery without validate');
    await expect(train({ ...options, parameters: {} })).rejects.toThrow('there are no parameters');
    await expect(train({ ...options, batches: () => [] })).rejects.toThrow('epoch 1 has 0 batches');
  });
});
