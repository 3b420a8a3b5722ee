import type { StoredModel } from '../../formats/model/manifest.ts';
import { stream } from '../../support/random.ts';
import { openContext } from '../../tensor/openContext.ts';
import { fitModel } from '../../train/fitModel.ts';
import { adam } from '../../train/optimizers/adam.ts';
import { budgetOf } from '../budgetOf.ts';
import { loadFrom } from '../loadFrom.ts';
import { refuseChanges } from '../refuseChanges.ts';
import type { Runtime } from '../task.ts';
import { hasChrono, taskCell } from '../taskCell.ts';
import { warmedCosine } from '../warmedCosine.ts';
import { curriculum, type CurriculumState, noCurriculum } from './curriculum.ts';
import { type MemoryData, problemOf } from './data.ts';
import { makeSequences, TRAINING, VALIDATION } from './makeSequences.ts';
import { askings, memoryModel } from './memoryModel.ts';
import { scoreLength } from './memoryScores.ts';
import { type CompleteOptions, completeOptions, type MemoryOptions } from './options.ts';
import { probesOf } from './probes.ts';
import { checkStored, type StoredMemory } from './storedMemory.ts';

/** Steps of an epoch, after which it is validated. */
const EPOCH = 100;

/**
 * Trains a network on a problem whose sequences are made at each step, from (seed, step, sequence) alone; the weights
 * that did best on other sequences of the full length are kept. Throws as `Task.fit`.
 */
export async function fit(data: MemoryData, options: MemoryOptions, runtime: Runtime): Promise<StoredModel> {
  const problem = problemOf(data.problem);
  const complete = completeOptions(options, problem);
  const { length, seed, batch } = complete;
  const stored = runtime.resume ?? runtime.from;
  const before = stored && checkStored(stored.manifest).architecture;
  if (before && !runtime.resume) {
    const { hidden, layers, cell } = before;
    refuseChanges(
      'memory',
      { ...options, problem: problem.name },
      {
        ...{ problem: before.problem, cell: cell.cell, hidden, layers },
      },
    );
  }
  const architecture = before ? { ...before, length } : architectureOf(complete, problem.name);
  const context = await openContext(runtime);
  try {
    const model = memoryModel(context, problem, architecture, seed);
    loadFrom(model.parameters, runtime.from);
    const lengths = complete.curriculum ? curriculum(problem, length) : noCurriculum(length);
    return await fitModel<number>({
      describe: {
        task: 'memory',
        architecture,
        data: { name: problem.name, sha256: data.sha256 },
        seed,
      },
      options: complete,
      probes: () => probesOf(context, model, problem),
      runtime,
      train: {
        context,
        parameters: model.parameters,
        optimizer: adam(model.parameters),
        schedule: warmedCosine(complete, EPOCH, { warm: 100, shrink: 50, patience: 10 }),
        budget: budgetOf(complete),
        clip: { norm: complete.clip },
        seed,
        batches: (epoch) => Array.from({ length: EPOCH }, (_, k) => epoch * EPOCH + k),
        loss(step, pass) {
          const made = makeSequences(problem, stream(seed, TRAINING, step), batch, lengths);
          const tokens = askings(made.sequences);
          const loss = model.loss(model.run(made.sequences, pass), made.sequences);
          const baseline = made.lengths.reduce(
            (sum, one, k) => sum + (made.sequences[k].asked.length / tokens) * problem.baseline(one),
            0,
          );
          lengths.observe(loss.item() / baseline);
          return { loss, tokens };
        },
        carried: {
          save: () => ({ tensors: {}, json: lengths.save() }),
          load: ({ json }) => lengths.load(json as CurriculumState),
        },
        validate: () => {
          const { loss } = scoreLength(context, model, problem, length, [seed, VALIDATION]);
          return { loss, ...(complete.curriculum && { length: lengths.longest }) };
        },
      },
    });
  } finally {
    context.close();
  }
}

function architectureOf(
  { cell, chrono, hidden, layers, length }: CompleteOptions,
  problem: string,
): StoredMemory['architecture'] {
  return {
    problem,
    cell: hasChrono(cell) && chrono > 0 ? { cell, chrono } : taskCell(cell),
    hidden,
    layers,
    length,
  };
}
