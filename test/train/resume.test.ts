import { describe, expect, it } from 'vitest';
import { affine } from '../../src/tensor/operations/affine.ts';
import { adagrad } from '../../src/train/optimizers/adagrad.ts';
import { adam } from '../../src/train/optimizers/adam.ts';
import { rmsprop } from '../../src/train/optimizers/rmsprop.ts';
import { sgd } from '../../src/train/optimizers/sgd.ts';
import type { SavedState } from '../../src/train/savedState.ts';
import { plateau } from '../../src/train/schedules/plateau.ts';
import { snapshot } from '../../src/train/snapshot.ts';
import { train } from '../../src/train/train.ts';
import type { TrainOptions } from '../../src/train/trainOptions.ts';
import { makeProblem, type Problem, problemOptions } from './problem.ts';

/** What a file makes of a saved state: JSON for the one part, copied numbers for the other. */
function throughFile({ tensors, json }: SavedState): SavedState {
  return { tensors: structuredClone(tensors), json: JSON.parse(JSON.stringify(json)) };
}

/** Everything at once: average, plateau, validation, a carried value, a step that is not finite, noise by pass. */
function everything(problem: Problem): TrainOptions<Uint32Array> {
  const options = problemOptions(problem);
  let carried = 0;
  return {
    ...options,
    optimizer: adam(problem.parameters),
    schedule: plateau({ rate: 0.05, factor: 0.5, patience: 0, threshold: 0.2 }),
    average: { decay: 0.7 },
    clip: { norm: 1 },
    budget: { steps: 17 },
    validate: () => ({ loss: problem.total(), carried }),
    loss: (batch, pass) => {
      carried = 0.5 * carried + batch[0];
      const { loss, tokens } = problem.loss(batch, pass);
      const factor = pass.step === 10 ? Number.NaN : 1 + carried / 20 + pass.step / 100;
      return { loss: affine(loss, factor, 0), tokens };
    },
    carried: {
      save: () => ({ tensors: { half: Float32Array.of(carried / 2) }, json: { carried } }),
      load: ({ tensors, json }) => {
        carried = (json as { carried: number }).carried;
        expect(tensors.half[0]).toBe(Math.fround(carried / 2));
      },
    },
  };
}

const withoutTime = <R extends { minutes: number }>(record: R): R => ({ ...record, minutes: 0 });

describe('a run that was killed', () => {
  it('at any step goes on to the same bits', async () => {
    const straight = makeProblem();
    const options = everything(straight);
    const saves: SavedState[] = [];
    const record = await train({
      ...options,
      checkpoint: { every: 1, save: (saved) => void saves.push(throughFile(saved)) },
    });
    expect(saves).toHaveLength(17);
    expect(record.guards).toHaveLength(1);
    expect(record.weights.from).toBe('best');
    for (const [k, saved] of saves.entries()) {
      const problem = makeProblem();
      const again = everything(problem);
      const ends: SavedState[] = [];
      const checkpoint = { save: (end: SavedState) => void ends.push(throughFile(end)) };
      const resumed = await train({ ...again, resume: saved, checkpoint });
      expect(withoutTime(resumed), `record after a kill at step ${k + 1}`).toEqual(withoutTime(record));
      expect(snapshot(problem.parameters)).toEqual(snapshot(straight.parameters));
      expect(snapshot(again.optimizer.state)).toEqual(snapshot(options.optimizer.state));
      if (k < 16) expect(ends[0].tensors).toEqual(saves[16].tensors);
      else expect(ends).toHaveLength(0);
    }
  });

  for (const [name, make] of Object.entries({ sgd, rmsprop, adagrad })) {
    it(`does so with ${name}`, async () => {
      const straight = makeProblem();
      const saves: SavedState[] = [];
      const optionsOf = (problem: Problem): TrainOptions<Uint32Array> => ({
        ...problemOptions(problem),
        optimizer: make(problem.parameters),
      });
      await train({
        ...optionsOf(straight),
        checkpoint: { every: 5, save: (saved) => void saves.push(throughFile(saved)) },
      });
      const problem = makeProblem();
      await train({ ...optionsOf(problem), resume: saves[0] });
      expect(snapshot(problem.parameters)).toEqual(snapshot(straight.parameters));
    });
  }

  it('goes on past its old budget as if the new one had been given at once', async () => {
    const straight = makeProblem();
    const record = await train({ ...problemOptions(straight), budget: { epochs: 4 } });
    const problem = makeProblem();
    const saves: SavedState[] = [];
    await train({
      ...problemOptions(problem),
      budget: { steps: 5 },
      average: undefined,
      checkpoint: { save: (saved) => void saves.push(throughFile(saved)) },
    });
    const resumed = await train({ ...problemOptions(problem), budget: { epochs: 4 }, resume: saves[0] });
    expect(withoutTime(resumed)).toEqual(withoutTime(record));
    expect(snapshot(problem.parameters)).toEqual(snapshot(straight.parameters));
  });

  it('that was stopped by a signal too', async () => {
    const straight = makeProblem();
    const record = await train(everything(straight));
    const problem = makeProblem();
    const controller = new AbortController();
    const saves: SavedState[] = [];
    const stopped = await train({
      ...everything(problem),
      signal: controller.signal,
      checkpoint: { save: (saved) => void saves.push(throughFile(saved)) },
      log: (event) => void (event.type === 'step' && event.step === 8 && controller.abort()),
    });
    expect(stopped.reason).toBe('stopped');
    const resumed = await train({ ...everything(problem), resume: saves[0] });
    expect(withoutTime(resumed)).toEqual(withoutTime(record));
    expect(snapshot(problem.parameters)).toEqual(snapshot(straight.parameters));
  });
});

describe('a checkpoint', () => {
  async function saved(
    problem: Problem,
    options: Partial<TrainOptions<Uint32Array>> = {},
  ): Promise<SavedState> {
    const saves: SavedState[] = [];
    const checkpoint = { save: (state: SavedState) => void saves.push(state) };
    await train({ ...problemOptions(problem), budget: { steps: 2 }, checkpoint, ...options });
    return saves[0];
  }

  it('is written by time at work', async () => {
    let time = 0;
    const steps: number[] = [];
    await train({
      ...problemOptions(makeProblem()),
      now: () => (time += 1000),
      checkpoint: { minutes: 0.5, save: () => {} },
      log: (event) => void (event.type === 'checkpoint' && steps.push(event.step)),
    });
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.length).toBeLessThan(12);
    expect(steps.at(-1)).toBe(12);
  });

  it('does not change when training goes on', async () => {
    const problem = makeProblem();
    const state = await saved(problem);
    const copy = throughFile(state);
    await train(problemOptions(problem));
    expect(throughFile(state)).toEqual(copy);
  });

  it('is refused by another model, optimizer, seed or version', async () => {
    const problem = makeProblem();
    const options = problemOptions(problem);
    const resume = await saved(problem);
    await expect(train({ ...options, resume, seed: 2 })).rejects.toThrow(
      'the checkpoint has seed 1, the options say 2',
    );
    await expect(train({ ...options, resume, optimizer: adam(problem.parameters) })).rejects.toThrow(
      'the checkpoint is of sgd, the optimizer is adam',
    );
    await expect(train({ ...options, resume: { ...resume, json: {} } })).rejects.toMatchObject({
      code: 'bad-model',
    });
    const other = { ...problem.parameters, extra: problem.context.parameter([1], [1]) };
    await expect(train({ ...options, resume, parameters: other })).rejects.toThrow(
      'the weights of "extra" are missing',
    );
  });
});
