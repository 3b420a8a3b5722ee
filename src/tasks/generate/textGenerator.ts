import { openContext } from '../../tensor/openContext.ts';
import { streamDecoder } from '../../data/text/streamDecoder.ts';
import { encodeText, type Vocabulary, vocabularyFromJSON } from '../../data/text/vocabulary.ts';
import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import type { Subject } from '../../inspect/subject.ts';
import type { SubjectOptions } from '../../inspect/subjectOptions.ts';
import { carriedStack } from '../../nn/stack/carriedStack.ts';
import { checkSampling, type Sampling, sample } from '../../nn/search/sample.ts';
import { fail } from '../../support/errors.ts';
import { stream, uniform } from '../../support/random.ts';
import { noGradient } from '../../tensor/tape.ts';
import { nextTask } from '../../train/nextTask.ts';
import { loadWeights } from '../../train/storedState.ts';
import { closeOnError } from '../closeOnError.ts';
import { saveModel } from '../saveModel.ts';
import { driftTable } from '../drift.ts';
import type { Engine, Evaluation } from '../task.ts';
import { unigramLoss } from './corpus.ts';
import { driftNames, driftNote, driftOf } from './drift.ts';
import { languageModel } from './languageModel.ts';
import { languageSubject } from './languageSubject.ts';
import { packedSymbols } from './packedSymbols.ts';
import { probeModel } from './probes.ts';
import { scoreText } from './score.ts';
import { checkStored } from './storedLanguage.ts';

/** Other tasks, a page's painting among them, get their turn this often, in milliseconds. */
const BREATHE = 12;

export interface GenerationOptions extends Sampling {
  /** What the text goes on from; symbols never seen are read as unknown. Default: a line break. */
  readonly prompt?: string;
  /** Symbols to generate; default 500. */
  readonly length?: number;
  readonly seed?: number;
}

/** A trained language model at work. */
export interface TextGenerator {
  readonly task: 'generate';
  readonly model: StoredModel;
  readonly manifest: ModelManifest;
  readonly vocabulary: Vocabulary;
  /** The text that follows the prompt, piece by piece as it is made. The same seed gives the same text. */
  stream(options?: GenerationOptions): AsyncGenerator<string>;
  /** The same as one string, without the prompt. */
  generate(options?: GenerationOptions): Promise<string>;
  /**
   * Nats per symbol, bits per character and perplexity on a text, beside the unigram baseline. `drift`: how the loss grows
   * where the model reads what it draws itself.
   */
  evaluate(text: string, options?: { readonly drift?: boolean }): Evaluation;
  /** Nats per symbol: the state is carried once through the text. */
  score(text: string): number;
  /** The network with stretches of a text, 200 symbols each or `length`, to inspect it. Throws `bad-data`, `bad-argument`. */
  subject(text: string, options?: SubjectOptions): Subject;
  probe(): readonly (readonly number[])[];
  /** Stores the model in a folder, in place of one that is there; not in a browser. Throws `file-write`. */
  save(folder: string): Promise<void>;
  close(): void;
}

/** Opens a stored language model. Throws `bad-model`, `no-backend`. */
export async function textGenerator(stored: StoredModel, engine: Engine = {}): Promise<TextGenerator> {
  const { manifest } = stored;
  const language = checkStored(manifest);
  const vocabulary = vocabularyFromJSON(language.vocabulary);
  const context = await openContext(engine);
  const model = closeOnError(context, () => {
    const made = languageModel(context, language.architecture, manifest.seed);
    loadWeights(made.parameters, stored.blobs.weights, manifest.files.weights.name);
    return made;
  });
  const unknown = vocabulary.unit === 'byte' ? -1 : 0;

  const encode = (text: string): Int32Array => {
    const symbols = encodeText(vocabulary, text);
    if (symbols.length < 2)
      fail('bad-data', 'generate', 'the text is shorter than two symbols', 'Give a longer text');
    return symbols;
  };
  const score = (text: string): number => scoreText(context, model, encode(text));

  async function* generateStream(options: GenerationOptions = {}): AsyncGenerator<string> {
    const { prompt = '\n', length = 500, seed = 1, ...sampling } = options;
    checkSampling(sampling);
    if (!Number.isInteger(length) || length < 1) {
      fail('bad-argument', 'generate', `length is ${length}`, 'Give a whole number of at least 1');
    }
    const decoder = streamDecoder(vocabulary);
    const source = stream(seed);
    const carried = carriedStack(context, model.stack, 1);
    /** Reads symbols and gives the scores of what may follow. */
    const read = (symbols: Int32Array): Float64Array =>
      context.step(() =>
        noGradient(context, () => {
          const { logits, final } = model.run(packedSymbols(context, symbols, 1), { initial: carried.state });
          carried.keep(final);
          const all = logits.toArray();
          return Float64Array.from(all.subarray(all.length - language.architecture.symbols));
        }),
      );
    try {
      const start = encodeText(vocabulary, prompt);
      let scores = read(start.length > 0 ? start : encodeText(vocabulary, '\n'));
      let rested = performance.now();
      for (let k = 0; k < length; k++) {
        if (unknown >= 0) scores[unknown] = -Infinity;
        const symbol = sample(scores, uniform(source, k), sampling);
        const piece = decoder.push(symbol);
        if (piece !== '') yield piece;
        if (k + 1 < length) scores = read(Int32Array.of(symbol));
        if (performance.now() - rested > BREATHE) {
          await nextTask();
          rested = performance.now();
        }
      }
      const rest = decoder.end();
      if (rest !== '') yield rest;
    } finally {
      carried.dispose();
    }
  }

  return {
    task: 'generate',
    model: stored,
    manifest,
    vocabulary,
    stream: generateStream,
    async generate(options) {
      let text = '';
      for await (const piece of generateStream(options)) text += piece;
      return text;
    },
    score,
    evaluate(text, { drift = false } = {}) {
      const symbols = encode(text);
      const what = vocabulary.unit === 'spaced' ? 'word' : vocabulary.unit;
      const perCharacter = symbols.length / Array.from(text).length / Math.LN2;
      const row = (name: string, loss: number): Evaluation['rows'][number] => ({
        name,
        values: [loss, loss * perCharacter, Math.exp(loss)],
      });
      const drifted = drift ? driftOf(context, model, symbols, unknown) : undefined;
      const unseen = symbols.reduce((sum, id) => sum + Number(id === unknown), 0);
      return {
        title: `Prediction of the next ${what}`,
        columns: [`nats per ${what}`, 'bits per character', 'perplexity'],
        rows: [
          row(manifest.task, score(text)),
          row('unigram', unigramLoss(language.vocabulary.counts, symbols.subarray(1))),
        ],
        notes: [
          `${symbols.length} symbols; the state is carried once through the text.`,
          ...(unseen > 0 ? [`${unseen} of them were never seen in training and are read as unknown.`] : []),
          ...(drifted ? [driftNote(drifted)] : []),
        ],
        ...(drifted && { tables: [driftTable(drifted, driftNames)] }),
      };
    },
    subject: (text, options = {}) => languageSubject(context, model, vocabulary, encode(text), options),
    probe: () => manifest.probes.map(({ input }) => probeModel(context, model, input as number[])),
    save: (folder) => saveModel(stored, folder),
    close: () => context.close(),
  };
}
