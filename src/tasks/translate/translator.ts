import { leftOut } from '../../data/file/leftOut.ts';
import { type SentencePair, usablePair } from '../../data/parallel/sentencePair.ts';
import { withBoth, withEnd } from '../../data/text/coder/withEnd.ts';
import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import type { Subject } from '../../inspect/subject.ts';
import type { SubjectOptions } from '../../inspect/subjectOptions.ts';
import { fail } from '../../support/errors.ts';
import { saveModel } from '../saveModel.ts';
import { driftTable } from '../drift.ts';
import type { Engine, Evaluation } from '../task.ts';
import { driftNames, driftNote, driftOf, meanLoss } from './drift.ts';
import { type EncodedText, encodeText, goingOnFrom } from './encodedText.ts';
import { openTranslators } from './openTranslators.ts';
import { probeModel } from './probes.ts';
import { scorePairs } from './scorePairs.ts';
import { questionsOf, translateEvaluation } from './translateEvaluation.ts';
import type { TranslateModel } from './translateModel.ts';
import { translateSubject } from './translateSubject.ts';
import { translateTexts } from './translateTexts.ts';
import { asTranslation, type Translation, translationsOf } from './translation.ts';
import type { TranslationOptions } from './translationOptions.ts';

/** A text and what it is to become. */
export interface Pair {
  readonly source: string;
  readonly target: string;
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
  /** What the encoder makes of a text, as plain numbers; not of several models. */
  encode(text: string): EncodedText;
  /**
   * Goes on from what `encode` gives: its translation, where nothing was changed. Where numbers were, what would have been
   * written if the encoder had ended there. Throws `bad-argument` for other sizes.
   */
  decode(encoded: EncodedText, options?: TranslationOptions): Translation;
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
  /** The only model. */
  const alone = (where: string): TranslateModel => {
    const [first] = models;
    if (models.length === 1) return first;
    const what = `${models.length} models that translate together`;
    return fail('bad-argument', where, what, 'Open each by itself');
  };
  return {
    task: 'translate',
    model: stored[0],
    manifest,
    translate: (texts, options = {}) => translationsOf(opened, texts, options),
    encode(text) {
      const model = alone('encode');
      const read = encodeText(context, model, coding.ofSource(text));
      return { text, source: coding.namesOf(text), ...read };
    },
    decode(encoded, options = {}) {
      const model = goingOnFrom(context, alone('decode'), encoded);
      const [translation] = translationsOf({ ...opened, models: [model] }, [encoded.text], options);
      return translation;
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
        found.map(([first]) => (first ? asTranslation(opened, first).text : '')),
        {
          loss: drifted ? meanLoss(drifted) : scorePairs(context, models[0], coding, pairs),
          cut: found.filter(([first]) => first && !first.ended).length,
        },
      );
      if (!drift || !drifted) return evaluation;
      return {
        ...evaluation,
        notes: [...evaluation.notes, driftNote(drifted)],
        tables: [driftTable(drifted, driftNames)],
      };
    },
    subject(pairs, options = {}) {
      const { source, target } = coding;
      const encoded = asRead(pairs).map((pair) => {
        const read = withEnd(source, pair.source);
        const symbols = Array.from(read, source.nameOf);
        return { source: read, target: withBoth(target, pair.target ?? ''), symbols };
      });
      return translateSubject(context, models[0], encoded, options);
    },
    probe: () => manifest.probes.map(({ input }) => probeModel(context, models[0], coding, input as string)),
    async save(folder) {
      alone('save');
      await saveModel(stored[0], folder);
    },
    close: () => context.close(),
  };
}
