import { leftOut } from '../../data/file/leftOut.ts';
import { type SentencePair, usablePair } from '../../data/parallel/sentencePair.ts';
import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import type { Subject } from '../../inspect/subject.ts';
import type { SubjectOptions } from '../../inspect/subjectOptions.ts';
import { fail } from '../../support/errors.ts';
import { saveModel } from '../saveModel.ts';
import type { Engine, Evaluation } from '../task.ts';
import { alignments } from './alignments.ts';
import { driftNote, driftOf, driftTable, meanLoss } from './drift.ts';
import type { Found } from './found.ts';
import { openTranslators } from './openTranslators.ts';
import { probeModel } from './probes.ts';
import { scorePairs } from './scorePairs.ts';
import { questionsOf, translateEvaluation } from './translateEvaluation.ts';
import { translateSubject } from './translateSubject.ts';
import { translateTexts } from './translateTexts.ts';
import type { TranslationOptions } from './translationOptions.ts';
import { withBoth, withEnd } from '../../data/text/coder/withEnd.ts';

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
  /** The first, where several translate together; so its manifest and probes. */
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
  /** Stores the model in a folder, in place of one that is there; not in a browser, and not several. Throws `file-write`. */
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

/**
 * Opens stored translators: one, or several of the same languages whose probabilities are averaged. Throws `bad-model`,
 * `no-backend`, and `bad-argument` where languages differ.
 */
export async function translator(
  stored: readonly [StoredModel, ...StoredModel[]],
  engine: Engine = {},
): Promise<Translator> {
  const [{ manifest }] = stored;
  const opened = await openTranslators(stored, engine);
  const { context, models, coding, languages } = opened;
  const { source, target } = coding;
  const asTranslation = ({ symbols, score, ended, copied }: Found): Omit<Translation, 'best' | 'trace'> => ({
    text: target.decode(symbols, copied),
    score,
    ...(!ended && { cut: true }),
  });
  const traced = (text: string, { symbols, copied }: Found): Alignment => {
    const read = coding.ofSource(text);
    const others = coding.othersIn(text);
    const [weights] = alignments(context, models, [{ source: read, symbols }], target.begin);
    return {
      source: Array.from(read, (symbol) => others[symbol - source.size]?.trim() ?? source.nameOf(symbol)),
      target: symbols.map((symbol, t) => copied?.get(t)?.trim() ?? target.nameOf(symbol)),
      weights,
    };
  };
  return {
    task: 'translate',
    model: stored[0],
    manifest,
    translate(texts, options = {}) {
      const { trace = false } = options;
      if (trace && !opened.attends) {
        const what = 'trace, and the model attends to nothing: its conditioning is first or every';
        fail('bad-argument', 'translate', what, 'Leave it out, or train with bahdanau or luong');
      }
      return translateTexts(opened, texts, options).map((hypotheses, k): Translation => {
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
      const found = translateTexts(
        opened,
        questions.map((question) => question.source),
        { ...options, best: 1 },
      );
      const drifted = drift || models.length > 1 ? driftOf(context, models, coding, pairs) : undefined;
      const evaluation = translateEvaluation(
        languages,
        questions,
        found.map(([first]) => (first ? asTranslation(first).text : '')),
        {
          loss: drifted ? meanLoss(drifted) : scorePairs(context, models[0], coding, pairs),
          cut: found.filter(([first]) => first && !first.ended).length,
        },
      );
      if (!drift || !drifted) return evaluation;
      return {
        ...evaluation,
        notes: [...evaluation.notes, driftNote(drifted)],
        tables: [driftTable(drifted)],
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
      return translateSubject(context, models[0], encoded, options);
    },
    probe: () => manifest.probes.map(({ input }) => probeModel(context, models[0], coding, input as string)),
    async save(folder) {
      if (stored.length > 1) {
        const what = `${stored.length} models that translate together`;
        fail('bad-argument', 'save', what, 'Save each where it is the only one');
      }
      await saveModel(stored[0], folder);
    },
    close: () => context.close(),
  };
}
