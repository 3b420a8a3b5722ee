import { describe, expect, it } from 'vitest';
import { affine } from '../../src/tensor/operations/affine.ts';
import { sgd } from '../../src/train/optimizers/sgd.ts';
import { constant } from '../../src/train/schedules/constant.ts';
import { snapshot, type Weights } from '../../src/train/snapshot.ts';
import { train } from '../../src/train/train.ts';
import type { TrainingEvent } from '../../src/train/trainingEvent.ts';
import type { TrainOptions } from '../../src/train/trainOptions.ts';
import { makeProblem, type Problem, problemOptions } from './problem.ts';

/** A problem whose loss is multiplied by `factor(step)`. */
function spoilt(problem: Problem, factor: (step: number) => number): TrainOptions<Uint32Array> {
  const loss: Problem['loss'] = (batch, pass) => {
    const { loss, tokens } = problem.loss(batch, pass);
    return { loss: affine(loss, factor(pass.step), 0), tokens };
  };
  return { ...problemOptions(problem), loss };
}

describe('guard', () => {
  it('goes back to the last good weights, halves the rate, and goes on', async () => {
    const problem = makeProblem();
    const events: TrainingEvent[] = [];
    const weights: Weights[] = [];
    const record = await train({
      ...spoilt(problem, (step) => (step === 150 ? Number.NaN : 1)),
      budget: { steps: 160 },
      log: (event) => {
        events.push(event);
        weights.push(snapshot(problem.parameters));
      },
    });
    const at = events.findIndex(({ type }) => type === 'guard');
    expect(events[at]).toMatchObject({
      step: 151,
      what: 'loss',
      parameter: null,
      restored: 100,
      factor: 0.5,
    });
    expect(events[at]).toHaveProperty(
      'message',
      expect.stringContaining('the loss is NaN at step 151 (epoch 51)'),
    );
    const before = events.findIndex((event) => event.type === 'step' && event.step === 100);
    expect(weights[at]).toEqual(weights[before]);
    expect(record.guards).toHaveLength(1);
    expect(record.steps).toBe(160);
    expect(record.losses.map(({ step }) => step)).not.toContain(151);
    expect(record.losses.find(({ step }) => step === 150)?.rate).toBe(0.02);
    expect(record.losses.find(({ step }) => step === 152)?.rate).toBe(0.01);
    expect([...weights.at(-1)!.output].every(Number.isFinite)).toBe(true);
  });

  it('restores the moments too', async () => {
    const problem = makeProblem();
    const optimizer = sgd(problem.parameters, { momentum: 0.9 });
    await train({
      ...spoilt(problem, (step) => (step === 1 ? Infinity : 1)),
      optimizer,
      budget: { steps: 2 },
    });
    expect(optimizer.steps).toBe(0);
    expect([...optimizer.state['momentum.output'].toArray()]).toEqual([0, 0, 0, 0]);
    expect(snapshot(problem.parameters)).toEqual(snapshot(makeProblem().parameters));
  });

  it('gives up the third time, and says what to do', async () => {
    const problem = makeProblem();
    const events: TrainingEvent[] = [];
    const training = train({
      ...spoilt(problem, (step) => (step >= 4 ? Number.NaN : 1)),
      log: (event) => events.push(event),
    });
    await expect(training).rejects.toMatchObject({ code: 'not-finite' });
    await expect(training).rejects.toThrow(
      /the loss is NaN at step 7 \(epoch 3\); learning rate 0\.005; gradient norms before it: .*; given up after 3 .* Clip the gradients/,
    );
    expect(events.filter(({ type }) => type === 'guard')).toHaveLength(3);
    expect(events.at(-1)).toEqual({ type: 'stopped', reason: 'not-finite', step: 7, epoch: 2 });
    expect(snapshot(problem.parameters)).toEqual(snapshot(makeProblem().parameters));
    expect(problem.parameters.hidden.gradient).toBeUndefined();
  });

  it('names the parameter whose gradient is not finite', async () => {
    const problem = makeProblem();
    problem.parameters.hidden.set(new Float32Array(12));
    problem.parameters.output.set(new Float32Array(4).fill(2e19));
    const training = train(problemOptions(problem));
    await expect(training).rejects.toThrow('the norm of the gradient of "hidden" is Infinity at step 3');
  });

  it('catches a rate that is far too high before the weights are lost', async () => {
    const problem = makeProblem();
    const options = {
      ...problemOptions(problem),
      optimizer: sgd(problem.parameters),
      schedule: constant(1e30),
    };
    await expect(train(options)).rejects.toMatchObject({ code: 'not-finite' });
    expect(
      Object.values(snapshot(problem.parameters)).every((values) => [...values].every(Number.isFinite)),
    ).toBe(true);
  });
});
