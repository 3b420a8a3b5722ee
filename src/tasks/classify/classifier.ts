import type { LabelledSequence } from '../../data/labelled/labelledSequence.ts';
import { badLines } from '../../data/tags/badLines.ts';
import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import type { Subject } from '../../inspect/subject.ts';
import type { SubjectOptions } from '../../inspect/subjectOptions.ts';
import { fail } from '../../support/errors.ts';
import { openContext } from '../../tensor/openContext.ts';
import { loadWeights } from '../../train/storedState.ts';
import { closeOnError } from '../closeOnError.ts';
import { saveModel } from '../saveModel.ts';
import type { Engine, Evaluation } from '../task.ts';
import { type Classified, classified } from './classified.ts';
import { classifyModel } from './classifyModel.ts';
import { type ClassStream, classStream } from './classStream.ts';
import { classifySubject } from './classifySubject.ts';
import { coding } from './coding.ts';
import { checkLabels } from './data.ts';
import { classEvaluation } from './evaluate.ts';
import { probabilitiesOf } from './probabilitiesOf.ts';
import { probeModel } from './probes.ts';
import {
  asRead,
  contentOf,
  kindOf,
  type SequenceContent,
  type SequenceWithLabel,
} from './programSequences.ts';
import { checkStored, type StoredClassifier } from './storedClassifier.ts';

/** A trained classifier at work. */
export interface Classifier {
  readonly task: 'classify';
  readonly model: StoredModel;
  readonly manifest: ModelManifest;
  /** The classes. */
  readonly labels: readonly string[];
  /** The class of each sequence, with probabilities: of texts, or of the steps of series. Throws `bad-data`. */
  classify(sequences: readonly SequenceContent[]): Classified[];
  /** Reads one sequence step by step. Throws `bad-argument` where the model reads from both ends. */
  stream(): ClassStream;
  /**
   * Accuracy, macro F1 and calibration beside the most frequent class. `skipBad`: labels that are not known count as
   * wrong. Throws `bad-data`.
   */
  evaluate(sequences: readonly SequenceWithLabel[], options?: { readonly skipBad?: boolean }): Evaluation;
  /** The network with sequences, to inspect it. Throws `bad-data`, `bad-argument` where it reads pictures as grids. */
  subject(sequences: readonly SequenceWithLabel[], options?: SubjectOptions): Subject;
  probe(): readonly (readonly number[])[];
  /** Stores the model in a folder, in place of one that is there; not in a browser. Throws `file-write`. */
  save(folder: string): Promise<void>;
  close(): void;
}

/** The same for sequences that were read from files. */
export interface ReadingClassifier extends Classifier {
  classifyRead(sequences: readonly Pick<LabelledSequence, 'content'>[]): Classified[];
  evaluateRead(sequences: readonly LabelledSequence[], skipBad: boolean): Evaluation;
  subjectRead(sequences: readonly LabelledSequence[], options: SubjectOptions): Subject;
  readonly stored: StoredClassifier;
}

/** Opens a stored classifier. Throws `bad-model`, `no-backend`. */
export async function classifier(stored: StoredModel, engine: Engine = {}): Promise<ReadingClassifier> {
  const { manifest } = stored;
  const checked = checkStored(manifest);
  const { architecture, vocabulary: classes } = checked;
  const { input } = classes;
  const context = await openContext(engine);
  const model = closeOnError(context, () => {
    const made = classifyModel(context, architecture, classes, { seed: manifest.seed });
    loadWeights(made.parameters, stored.blobs.weights, manifest.files.weights.name);
    return made;
  });
  const codes = coding(classes);
  const steps = input.kind === 'numbers' ? input.order?.steps : undefined;
  const channels = input.kind === 'numbers' ? input.channels.length : undefined;
  const answersOf = (sequences: readonly Pick<LabelledSequence, 'content'>[]): Float64Array[] => {
    const contents = sequences.map(({ content }, k) => {
      const kind = kindOf(content);
      if (kind !== input.kind) {
        const what = { text: 'it is a text', numbers: 'it has steps', grid: 'it is a picture' }[kind];
        const wanted =
          input.kind === 'numbers'
            ? `steps of ${input.channels.join(', ')}`
            : { text: 'a text', grid: 'a picture' }[input.kind];
        fail('bad-data', `classify: sequence ${k + 1}`, what, `Give ${wanted}`);
      }
      if (steps !== undefined && content.length !== steps * (channels ?? 1)) {
        const what = `it has ${content.length / (channels ?? 1)} steps, and the model reads ${steps} in an order of its own`;
        fail('bad-data', `classify: sequence ${k + 1}`, what, 'Give as many');
      }
      return codes.encode(content);
    });
    return probabilitiesOf(context, model, contents);
  };
  const classifyRead = (sequences: readonly Pick<LabelledSequence, 'content'>[]): Classified[] =>
    answersOf(sequences).map((probabilities) => classified(classes, probabilities));
  const evaluateRead = (given: readonly LabelledSequence[], skipBad: boolean): Evaluation => {
    const sequences = checkLabels(given, classes.labels, badLines(skipBad), true);
    if (sequences.length === 0)
      fail('bad-data', 'classify', 'there is no sequence', 'Give sequences to evaluate on');
    const truths = sequences.map(({ labels = [] }) => codes.labels(labels));
    return classEvaluation(classes, truths, answersOf(sequences));
  };
  return {
    task: 'classify',
    model: stored,
    stored: checked,
    manifest,
    labels: classes.labels,
    classify: (given) => classifyRead(given.map((one, k) => contentOf(one, k, channels))),
    classifyRead,
    stream: () => classStream(context, model, classes, codes),
    evaluate: (given, { skipBad = false } = {}) => evaluateRead(asRead(given).sequences, skipBad),
    evaluateRead,
    subject: (given, options = {}) =>
      classifySubject(context, model, classes, asRead(given).sequences, options),
    subjectRead: (given, options) => classifySubject(context, model, classes, given, options),
    probe: () => manifest.probes.map((one) => probeModel(context, model, input, one.input)),
    save: (folder) => saveModel(stored, folder),
    close: () => context.close(),
  };
}
