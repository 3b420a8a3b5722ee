import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { makeSequences, TEST } from './makeSequences.ts';
import type { MemoryModel } from './memoryModel.ts';
import type { Problem } from './problems/problem.ts';

/** Lengths of probes at most, and how many numbers of an answer are kept. */
const LENGTHS = [12, 24, 48];
const SCORES = 16;

/** The first answers to a sequence of a length that is the same everywhere. */
export function probeModel(context: Context, model: MemoryModel, problem: Problem, length: number): number[] {
  const lengths = { shortest: length, longest: length };
  const { sequences } = makeSequences(problem, stream(0, TEST, length), 1, lengths);
  return context.step(() =>
    noGradient(context, () => Array.from(model.run(sequences).toArray().slice(0, SCORES))),
  );
}

/** Lengths with the model's first answers to a sequence of each. */
export function probesOf(context: Context, model: MemoryModel, problem: Problem): ModelManifest['probes'] {
  return LENGTHS.map((input) => ({ input, output: probeModel(context, model, problem, input) }));
}
