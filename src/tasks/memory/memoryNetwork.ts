import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import type { Subject } from '../../inspect/subject.ts';
import { countOf, type SubjectOptions } from '../../inspect/subjectOptions.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { stream } from '../../support/random.ts';
import { softmax } from '../../tensor/operations/softmax.ts';
import { openContext } from '../../tensor/openContext.ts';
import { noGradient } from '../../tensor/tape.ts';
import { loadWeights } from '../../train/storedState.ts';
import { closeOnError } from '../closeOnError.ts';
import { saveModel } from '../saveModel.ts';
import type { Engine, Evaluation } from '../task.ts';
import { problemOf } from './data.ts';
import { makeSequences, TEST } from './makeSequences.ts';
import { memoryModel } from './memoryModel.ts';
import { memorySubject } from './memorySubject.ts';
import { lengthsAround, memoryScores } from './memoryScores.ts';
import { probeModel } from './probes.ts';
import { checkStored } from './storedMemory.ts';

/** An answer of a network to a sequence that was made: where it was asked, what is right, what it says. */
export type MemoryAnswer = {
  readonly step: number;
  readonly right: number;
  /** A number, or the likeliest class. */
  readonly answer: number;
  /** The probability of that class; null where a number was asked. */
  readonly confidence: number | null;
};

export interface TestOptions {
  /** The length of sequences; default that of the training. */
  readonly length?: number;
  /** Other seeds make other sequences; default 1. */
  readonly seed?: number;
}

/** A network that has learned a problem of memory, to be put to the test. */
export interface MemoryNetwork {
  readonly task: 'memory';
  readonly model: StoredModel;
  readonly manifest: ModelManifest;
  readonly problem: string;
  /** The loss at growing lengths, from a sixteenth of `length` to four times, and up to which one it remembers. */
  evaluate(options?: TestOptions): Evaluation;
  /** Its answers to `count` (default 3) new sequences. Throws `bad-argument`. */
  answer(options?: TestOptions & { readonly count?: number }): MemoryAnswer[][];
  /** The network with new sequences of `length` (default that of the training), to inspect it. Throws `bad-argument`. */
  subject(options?: SubjectOptions & TestOptions): Subject;
  probe(): readonly (readonly number[])[];
  /** Stores the model in a folder, in place of one that is there; not in a browser. Throws `file-write`. */
  save(folder: string): Promise<void>;
  close(): void;
}

/** Opens a stored network. Throws `bad-model`, `no-backend`. */
export async function memoryNetwork(stored: StoredModel, engine: Engine = {}): Promise<MemoryNetwork> {
  const { manifest } = stored;
  const { architecture } = checkStored(manifest);
  const problem = problemOf(architecture.problem);
  const context = await openContext(engine);
  const model = closeOnError(context, () => {
    const made = memoryModel(context, problem, architecture, manifest.seed);
    loadWeights(made.parameters, stored.blobs.weights, manifest.files.weights.name);
    return made;
  });
  const lengthOf = ({ length = architecture.length }: TestOptions): number => {
    checkNumber(`memory ${problem.name}`, 'length', length, { least: problem.least, whole: true });
    return problem.fit(length);
  };
  return {
    task: 'memory',
    model: stored,
    manifest,
    problem: problem.name,
    evaluate(options = {}) {
      const { cell, hidden, layers } = architecture;
      const name = `${cell.cell} ${layers > 1 ? `${layers} x ` : ''}${hidden}`;
      const path = [options.seed ?? 1, TEST];
      return memoryScores(context, model, problem, lengthsAround(problem, lengthOf(options)), { name, path });
    },
    answer({ count = 3, ...options } = {}) {
      checkNumber('memory', 'count', count, { least: 1, whole: true });
      const length = lengthOf(options);
      const { sequences } = makeSequences(problem, stream(options.seed ?? 1, TEST), count, {
        shortest: length,
        longest: length,
      });
      const answers = context.step(() =>
        noGradient(context, () => {
          const given = model.run(sequences);
          return (problem.answer === 'number' ? given : softmax(given)).toArray();
        }),
      );
      const width = problem.answer === 'number' ? 1 : problem.answer.classes;
      let row = 0;
      return sequences.map(({ asked, targets }) =>
        asked.map((step, k) => {
          const shares = Array.from(answers.subarray(row * width, ++row * width));
          const best = shares.indexOf(Math.max(...shares));
          return width === 1
            ? { step, right: targets[k], answer: shares[0], confidence: null }
            : { step, right: targets[k], answer: best, confidence: shares[best] };
        }),
      );
    },
    subject: (options = {}) =>
      memorySubject(context, model, problem, {
        count: countOf(options),
        length: lengthOf(options),
        seed: options.seed ?? 1,
      }),
    probe: () => manifest.probes.map(({ input }) => probeModel(context, model, problem, Number(input))),
    save: (folder) => saveModel(stored, folder),
    close: () => context.close(),
  };
}
