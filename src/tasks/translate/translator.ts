import { leftOut } from '../../data/file/leftOut.ts';
import { type SentencePair, usablePair } from '../../data/parallel/sentencePair.ts';
import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import { attends } from '../../nn/decoder/decoder.ts';
import type { Hypothesis } from '../../nn/search/hypothesis.ts';
import { checkSampling, type Sampling } from '../../nn/search/sample.ts';
import type { Subject } from '../../inspect/subject.ts';
import type { SubjectOptions } from '../../inspect/subjectOptions.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { openContext } from '../../tensor/openContext.ts';
import { loadWeights } from '../../train/storedState.ts';
import { closeOnError } from '../closeOnError.ts';
import { saveModel } from '../saveModel.ts';
import { driftTable } from '../drift.ts';
import type { Engine, Evaluation } from '../task.ts';
import { alignment } from './alignment.ts';
import { driftNames, driftNote, driftOf } from './drift.ts';
import { probeModel } from './probes.ts';
import { scorePairs } from './scorePairs.ts';
import type { Coder } from './coder.ts';
import { coderOf } from './side.ts';
import { checkStored } from './storedTranslator.ts';
import { questionsOf, translateEvaluation } from './translateEvaluation.ts';
import { translateModel } from './translateModel.ts';
import { type Decoding, translateSentences } from './translateSentences.ts';
import { translateSubject } from './translateSubject.ts';
import { withBoth, withEnd } from './withEnd.ts';

/** A text and what it is to become. */
export interface Pair {
  readonly source: string;
  readonly target: string;
}

/** Which symbols of the source a model attended to as it wrote each of its own. */
export interface Alignment {
  /** With the end, which the model reads too. */
  readonly source: readonly string[];
  readonly target: readonly string[];
  /** By symbol of the target: a weight for each of the source; they add up to 1. */
  readonly weights: readonly (readonly number[])[];
}

/** What a model makes of a text. */
export interface Translation {
  readonly text: string;
  /** Its log-probability in nats, divided by the length penalty where there is one. */
  readonly score: number;
  /** It came to the bound of its length before its end. */
  readonly cut?: true;
  /** The likeliest translations, best first, where several were asked for. */
  readonly best?: readonly Omit<Translation, 'best' | 'trace'>[];
  /** What was attended to, where that was asked for. */
  readonly trace?: Alignment;
}

export interface TranslationOptions {
  /** Beginnings that the search keeps; 1: the likeliest symbol each time. Default 5. */
  readonly beam?: number;
  /** How many translations to give, at most `beam`. */
  readonly best?: number;
  /** alpha of ((5 + length) / 6)^alpha, by which log-probabilities are divided (Wu et al., 2016). Default 1. */
  readonly lengthPenalty?: number;
  /** Symbols of a translation at most. Default: half more than the longest target of the training data, and 10. */
  readonly maxLength?: number;
  /** No n symbols in a row come twice in a translation. */
  readonly noRepeat?: number;
  /** What every translation begins with. */
  readonly prefix?: string;
  /** Tells what was attended to: `trace`, for a model that attends. */
  readonly trace?: boolean;
  /** Draws translations instead of searching for the likeliest; `seed` is 1 unless given. */
  readonly sampling?: Sampling & { readonly seed?: number };
}

export interface EvaluationOptions extends TranslationOptions {
  /** A source that comes several times counts once, and any of its targets is right. */
  readonly anyTarget?: boolean;
  /** Tells how far the loss grows where the decoder reads its own symbols in place of the targets'. */
  readonly drift?: boolean;
  /** Pairs with an empty side are left out. */
  readonly skipBad?: boolean;
}

/** A trained translator at work. */
export interface Translator {
  readonly task: 'translate';
  readonly model: StoredModel;
  readonly manifest: ModelManifest;
  /** Translates texts; an empty one stays empty. What the training data did not have is read as unknown, and never written. */
  translate(texts: readonly string[], options?: TranslationOptions): Translation[];
  /**
   * Exact translations and errors by symbol, in percent, beside the source itself and the most frequent target. Throws
   * `bad-data`.
   */
  evaluate(pairs: readonly Pair[], options?: EvaluationOptions): Evaluation;
  /** The network with pairs, to inspect its encoder. Throws `bad-data`, `bad-argument`. */
  subject(pairs: readonly Pair[], options?: SubjectOptions): Subject;
  probe(): readonly (readonly number[])[];
  /** Stores the model in a folder, in place of one that is there; not in a browser. Throws `file-write`. */
  save(folder: string): Promise<void>;
  close(): void;
}

/** Pairs of a program as those of a file. Throws `bad-data`. */
export const asRead = (pairs: readonly Pair[], skipBad = false): SentencePair[] => {
  const left = leftOut(skipBad);
  return pairs.flatMap(({ source, target }, k) =>
    usablePair({ source, target, file: 'pairs', line: k + 1 }, false, left),
  );
};

const BEAM = 5;

/** Opens a stored translator. Throws `bad-model`, `no-backend`. */
export async function translator(stored: StoredModel, engine: Engine = {}): Promise<Translator> {
  const { manifest } = stored;
  const { architecture, languages } = checkStored(manifest);
  const coders: readonly [Coder, Coder] = [coderOf(languages.source), coderOf(languages.target)];
  const [source, target] = coders;
  const context = await openContext(engine);
  const model = closeOnError(context, () => {
    const made = translateModel(context, architecture, manifest.seed);
    loadWeights(made.parameters, stored.blobs.weights, manifest.files.weights.name);
    return made;
  });
  /** The hypotheses of each text; none of an empty one. */
  const search = (texts: readonly string[], options: TranslationOptions): (readonly Hypothesis[])[] => {
    const full = texts.flatMap((text, k) => (text.trim() === '' ? [] : [k]));
    const found = translateSentences(
      context,
      model,
      full.map((k) => withEnd(source, texts[k])),
      target,
      decodingOf(options, languages.bound, target),
    );
    const answers: (readonly Hypothesis[])[] = texts.map(() => []);
    full.forEach((k, place) => {
      answers[k] = found[place];
    });
    return answers;
  };
  const asTranslation = ({ symbols, score, ended }: Hypothesis): Omit<Translation, 'best' | 'trace'> => ({
    text: target.decode(symbols),
    score,
    ...(!ended && { cut: true }),
  });
  const traced = (text: string, { symbols }: Hypothesis): Alignment => {
    const read = withEnd(source, text);
    return {
      source: Array.from(read, source.nameOf),
      target: symbols.map(target.nameOf),
      weights: alignment(context, model, read, symbols, target.begin),
    };
  };
  return {
    task: 'translate',
    model: stored,
    manifest,
    translate(texts, options = {}) {
      const { trace = false } = options;
      if (trace && !attends(architecture.conditioning)) {
        const what = `trace, and the model's conditioning ${architecture.conditioning} attends to nothing`;
        fail('bad-argument', 'translate', what, 'Leave it out, or train with bahdanau or luong');
      }
      return search(texts, options).map((hypotheses, k): Translation => {
        const [first] = hypotheses;
        const all = hypotheses.length > 0 ? hypotheses.map(asTranslation) : [{ text: '', score: 0 }];
        return {
          ...all[0],
          ...((options.best ?? 1) > 1 && { best: all }),
          ...(trace && first && { trace: traced(texts[k], first) }),
        };
      });
    },
    evaluate(given, { anyTarget = false, drift = false, skipBad = false, ...options } = {}) {
      const pairs = asRead(given, skipBad);
      if (pairs.length === 0) fail('bad-data', 'translate', 'there is no pair', 'Give pairs to evaluate on');
      const questions = questionsOf(pairs, anyTarget);
      const found = search(
        questions.map((question) => question.source),
        { ...options, best: 1 },
      );
      const evaluation = translateEvaluation(
        languages,
        questions,
        found.map(([first]) => target.decode(first?.symbols ?? [])),
        {
          loss: scorePairs(context, model, coders, pairs),
          cut: found.filter(([first]) => first && !first.ended).length,
        },
      );
      if (!drift) return evaluation;
      const drifted = driftOf(context, model, coders, pairs);
      return {
        ...evaluation,
        notes: [...evaluation.notes, driftNote(drifted)],
        tables: [driftTable(drifted, driftNames)],
      };
    },
    subject(pairs, options = {}) {
      const encoded = asRead(pairs).map((pair) => {
        const read = withEnd(source, pair.source);
        return {
          source: read,
          target: withBoth(target, pair.target ?? ''),
          symbols: Array.from(read, source.nameOf),
        };
      });
      return translateSubject(context, model, encoded, options);
    },
    probe: () => manifest.probes.map(({ input }) => probeModel(context, model, coders, input as string)),
    save: (folder) => saveModel(stored, folder),
    close: () => context.close(),
  };
}

/** Throws `bad-argument`. */
function decodingOf(options: TranslationOptions, bound: number, target: Coder): Decoding {
  const { beam = BEAM, best = 1, lengthPenalty = 1, maxLength = bound, noRepeat, prefix, sampling } = options;
  for (const [name, value] of Object.entries({ beam, best, maxLength, noRepeat: noRepeat ?? 1 }))
    checkNumber('translate', name, value, { least: 1, whole: true });
  checkNumber('translate', 'lengthPenalty', lengthPenalty, { least: 0 });
  if (best > beam) {
    const what = `best is ${best}, and beam ${beam}`;
    fail('bad-argument', 'translate', what, 'Give a beam at least as large');
  }
  if (sampling) {
    checkSampling(sampling);
    if (best > 1) fail('bad-argument', 'translate', 'best with sampling', 'Leave one of them out');
  }
  return {
    beam,
    best,
    lengthPenalty,
    maxLength,
    ...(noRepeat !== undefined && { noRepeat }),
    ...(prefix !== undefined && { prefix: Array.from(target.encode(prefix)) }),
    ...(sampling && { sampling: { seed: 1, ...sampling } }),
  };
}
