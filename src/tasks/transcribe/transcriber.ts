import { leftOut } from '../../data/file/leftOut.ts';
import type { FeatureSequence } from '../../data/transcript/featureSequence.ts';
import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import type { Subject } from '../../inspect/subject.ts';
import type { SubjectOptions } from '../../inspect/subjectOptions.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatQuantity } from '../../support/format.ts';
import { openContext } from '../../tensor/openContext.ts';
import { loadWeights } from '../../train/storedState.ts';
import { closeOnError } from '../closeOnError.ts';
import { saveModel } from '../saveModel.ts';
import type { Engine, Evaluation } from '../task.ts';
import { joinLabels } from './alphabet.ts';
import { asRead, type Example, type Sequence } from './asRead.ts';
import { checkSequences } from './data.ts';
import { probeModel } from './probes.ts';
import { checkStored } from './storedTranscriber.ts';
import { transcribeModel } from './transcribeModel.ts';
import { type Transcription, transcribeSequences } from './transcribeSequences.ts';
import { transcribeSubject } from './transcribeSubject.ts';
import { transcriptEvaluation } from './transcriptScores.ts';

/** A label of a transcript and where it stands: the first of its steps, and the one after the last. */
export interface TracedLabel {
  readonly label: string;
  readonly start: number;
  readonly end: number;
  /** Of the label, at its steps (their geometric mean). */
  readonly probability: number;
}

/** What a model reads in a sequence. */
export interface Transcript {
  readonly text: string;
  /** The probability of the transcript: the sum over its paths, as far as the search kept them. */
  readonly confidence: number;
  /** The likeliest transcripts, best first, where several were asked for. */
  readonly best?: readonly { readonly text: string; readonly confidence: number }[];
  /** Where each label of `text` stands, where it was asked for. */
  readonly trace?: readonly TracedLabel[];
  /** The probability of each label at each stretch of `stack` steps, with `trace`; '' is the blank. */
  readonly probabilities?: Readonly<Record<string, readonly number[]>>;
}

export interface TranscriptOptions {
  /** Prefixes that the search keeps; 1: the likeliest class of each step. Default 8. */
  readonly beam?: number;
  /** How many transcripts to give. */
  readonly best?: number;
  /** Aligns the labels with time. */
  readonly trace?: boolean;
}

/** A trained transcriber at work. */
export interface Transcriber {
  readonly task: 'transcribe';
  readonly model: StoredModel;
  readonly manifest: ModelManifest;
  /** Reads sequences: each a list of steps of as many numbers, or a picture. Throws `bad-data`, `bad-argument`. */
  transcribe(sequences: readonly Sequence[], options?: TranscriptOptions): Transcript[];
  /**
   * Label error rate and exact transcripts, in percent, beside those of transcripts that read nothing. `skipBad`: labels
   * that are not known count as wrong, and sequences without a transcript are left out. Throws `bad-data`.
   */
  evaluate(
    sequences: readonly Example[],
    options?: { readonly skipBad?: boolean; readonly beam?: number },
  ): Evaluation;
  /** The network with sequences, to inspect it. Throws `bad-data`, `bad-argument`. */
  subject(sequences: readonly Sequence[], options?: SubjectOptions): Subject;
  probe(): readonly (readonly number[])[];
  /** Stores the model in a folder, in place of one that is there; not in a browser. Throws `file-write`. */
  save(folder: string): Promise<void>;
  close(): void;
}

/** The same on sequences as files give them. */
export interface OpenTranscriber extends Transcriber {
  read(sequences: readonly FeatureSequence[], options?: TranscriptOptions): Transcript[];
  score(
    sequences: readonly FeatureSequence[],
    options?: { readonly skipBad?: boolean; readonly beam?: number },
  ): Evaluation;
  subjectRead(sequences: readonly FeatureSequence[], options: SubjectOptions): Subject;
}

const BEAM = 8;

/** Opens a stored transcriber. Throws `bad-model`, `no-backend`. */
export async function transcriber(stored: StoredModel, engine: Engine = {}): Promise<OpenTranscriber> {
  const { manifest } = stored;
  const { architecture, alphabet, standard } = checkStored(manifest);
  const { unit, labels } = alphabet;
  const classes = labels.length + 1;
  const context = await openContext(engine);
  const model = closeOnError(context, () => {
    const made = transcribeModel(context, architecture, { classes, standard, seed: manifest.seed });
    loadWeights(made.parameters, stored.blobs.weights, manifest.files.weights.name);
    return made;
  });
  const { stack, width } = architecture;
  const names = (ids: readonly number[]): string[] => ids.map((id) => labels[id - 1]);
  const asTranscript = ({ best, aligned, probabilities }: Transcription, several: boolean): Transcript => {
    const all = best.map(({ labels: ids, score }) => ({
      text: joinLabels(names(ids), unit),
      confidence: Math.exp(score),
    }));
    const of = (k: number): number[] =>
      Array.from(
        { length: (probabilities?.length ?? 0) / classes },
        (_, t) => probabilities?.[t * classes + k] ?? 0,
      );
    return {
      ...all[0],
      ...(several && { best: all }),
      ...(aligned && {
        trace: aligned.map(({ label, start, end, score }) => ({
          label: labels[label - 1],
          start,
          end,
          probability: Math.exp(score),
        })),
        probabilities: Object.fromEntries(['', ...labels].map((label, k) => [label, of(k)])),
      }),
    };
  };
  const read: OpenTranscriber['read'] = (sequences, { beam = BEAM, best = 1, trace = false } = {}) => {
    checkNumber('transcribe', 'beam', beam, { least: 1, whole: true });
    checkNumber('transcribe', 'best', best, { least: 1, whole: true });
    const wrong = sequences.find((sequence) => sequence.width !== width);
    if (wrong) {
      const what = `its steps have ${wrong.width} numbers, and the model reads ${width}`;
      fail('bad-data', wrong.place, what, 'Give steps as those of the training data');
    }
    return transcribeSequences(context, model, sequences, stack, { beam, best, trace }).map((answer) =>
      asTranscript(answer, best > 1),
    );
  };
  const score: OpenTranscriber['score'] = (given, { skipBad = false, beam = BEAM } = {}) => {
    const left = leftOut(skipBad);
    const sequences = checkSequences(given, width, left, skipBad ? undefined : alphabet);
    if (sequences.length === 0)
      fail('bad-data', 'transcribe', 'there is no sequence', 'Give sequences to evaluate on');
    const answers = transcribeSequences(context, model, sequences, stack, { beam });
    const evaluation = transcriptEvaluation(
      alphabet,
      sequences.map(({ text = '' }) => text),
      answers.map(({ best: [first] }) => names(first.labels)),
    );
    const note = `${formatQuantity(left.count, 'sequence')} without a transcript left out.`;
    return left.count > 0 ? { ...evaluation, notes: [...evaluation.notes, note] } : evaluation;
  };
  return {
    task: 'transcribe',
    model: stored,
    manifest,
    read,
    score,
    transcribe: (sequences, options) => read(asRead(sequences, architecture), options),
    evaluate: (sequences, options) => score(asRead(sequences, architecture), options),
    subject: (sequences, options = {}) =>
      transcribeSubject(context, model, architecture, asRead(sequences, architecture), options),
    subjectRead: (sequences, options) => transcribeSubject(context, model, architecture, sequences, options),
    probe: () => manifest.probes.map(({ input }) => probeModel(context, model, input as number[], width)),
    save: (folder) => saveModel(stored, folder),
    close: () => context.close(),
  };
}
