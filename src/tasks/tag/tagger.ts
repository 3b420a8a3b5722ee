import { badLines } from '../../data/tags/badLines.ts';
import { type Span, spansOf } from '../../data/tags/spans.ts';
import type { TaggedSentence } from '../../data/tags/taggedSentence.ts';
import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import type { Subject } from '../../inspect/subject.ts';
import type { SubjectOptions } from '../../inspect/subjectOptions.ts';
import { fail } from '../../support/errors.ts';
import { openContext } from '../../tensor/openContext.ts';
import { loadWeights } from '../../train/storedState.ts';
import { closeOnError } from '../closeOnError.ts';
import { saveModel } from '../saveModel.ts';
import type { Engine, Evaluation } from '../task.ts';
import { checkSentences, sentencesOfText } from './data.ts';
import { encoder } from './encoder.ts';
import { tagEvaluation } from './evaluate.ts';
import { probeModel } from './probes.ts';
import { checkStored } from './storedTagger.ts';
import { tagSubject } from './tagSubject.ts';
import { tagModel } from './tagModel.ts';
import { tagSentences } from './tagSentences.ts';

/** A sentence with what a model says of it. */
export interface Tagged {
  readonly tokens: readonly string[];
  readonly tags: readonly string[];
  /** The probability of each tag. */
  readonly confidence: readonly number[];
  /** What the tags mark, where they mark spans. */
  readonly spans: readonly (Span & { readonly text: string })[];
  readonly label?: string;
  readonly labelConfidence?: number;
  /** The best paths, best first, where several were asked for. `score`: that of the chain. */
  readonly best?: readonly { readonly tags: readonly string[]; readonly score: number }[];
}

/** A sentence as a program gives it. */
export interface SentenceWithTags {
  readonly tokens: readonly string[];
  readonly tags: readonly string[];
  readonly label?: string;
}

/** Sentences of a program as those of a file: the line is the sentence's number, from 1. */
export const asRead = (sentences: readonly SentenceWithTags[]): TaggedSentence[] =>
  sentences.map((sentence, k) => {
    const { tokens, tags } = sentence;
    if (tokens.length === 0 || tokens.length !== tags.length) {
      const what = `${tags.length} tags for ${tokens.length} tokens`;
      fail('bad-data', `tag: sentence ${k + 1}`, what, 'Give at least one token, and a tag for each');
    }
    return { ...sentence, file: 'sentences', lines: [k + 1] };
  });

/** A trained tagger at work. */
export interface Tagger {
  readonly task: 'tag';
  readonly model: StoredModel;
  readonly manifest: ModelManifest;
  /** Tags sentences: lists of tokens, or a text with a sentence per line. `best`: how many paths to give. */
  tag(sentences: string | readonly (readonly string[])[], options?: { readonly best?: number }): Tagged[];
  /**
   * F1 as conlleval counts it, or accuracy, in percent, beside the most frequent tag of each word. `skipBad`: tags
   * that are not known count as wrong, and sentences whose tags break the scheme are left out. Throws `bad-data`.
   */
  evaluate(sentences: readonly SentenceWithTags[], options?: { readonly skipBad?: boolean }): Evaluation;
  /** The network with sentences, to inspect it; without tags its own count as right. Throws `bad-data`, `bad-argument`. */
  subject(
    sentences: readonly (Pick<SentenceWithTags, 'tokens'> & Partial<SentenceWithTags>)[],
    options?: SubjectOptions,
  ): Subject;
  probe(): readonly (readonly number[])[];
  /** Stores the model in a folder, in place of one that is there; not in a browser. Throws `file-write`. */
  save(folder: string): Promise<void>;
  close(): void;
}

/** Opens a stored tagger. Throws `bad-model`, `no-backend`. */
export async function tagger(stored: StoredModel, engine: Engine = {}): Promise<Tagger> {
  const { manifest } = stored;
  const { architecture, vocabulary: lexicon } = checkStored(manifest);
  const context = await openContext(engine);
  const model = closeOnError(context, () => {
    const made = tagModel(context, architecture, lexicon, { seed: manifest.seed });
    loadWeights(made.parameters, stored.blobs.weights, manifest.files.weights.name);
    return made;
  });
  const coding = encoder(lexicon);
  return {
    task: 'tag',
    model: stored,
    manifest,
    tag(given, { best = 1 } = {}) {
      if (!Number.isInteger(best) || best < 1)
        fail('bad-argument', 'tag', `best is ${best}`, 'Give a whole number of at least 1');
      const sentences =
        typeof given === 'string' ? sentencesOfText(given).map(({ tokens }) => tokens) : given;
      const answers = tagSentences(
        context,
        model,
        sentences.map((tokens) => coding.encode({ tokens })),
        best,
      );
      const names = (ids: ArrayLike<number>): string[] => Array.from(ids, (id) => lexicon.tags[id]);
      return answers.map(({ tags, confidence, label, labelConfidence, paths }, k): Tagged => {
        const tokens = sentences[k];
        const text = ({ start, end }: Span): string => tokens.slice(start, end).join(' ');
        const spans = lexicon.scheme === 'none' ? [] : spansOf(names(tags));
        return {
          tokens,
          tags: names(tags),
          confidence,
          spans: spans.map((span) => ({ ...span, text: text(span) })),
          ...(label >= 0 && { label: lexicon.labels[label], labelConfidence }),
          ...(best > 1 && { best: paths.map((path) => ({ tags: names(path.tags), score: path.score })) }),
        };
      });
    },
    evaluate(given, { skipBad = false } = {}) {
      const sentences = checkSentences(asRead(given), lexicon.scheme, badLines(skipBad), {
        known: lexicon,
        scored: true,
      });
      if (sentences.length === 0)
        fail('bad-data', 'tag', 'there is no sentence', 'Give sentences to evaluate on');
      const encoded = sentences.map(coding.encode);
      const answers = tagSentences(context, model, encoded);
      return tagEvaluation(lexicon, encoded, {
        tags: answers.map(({ tags }) => tags),
        labels: answers.map(({ label }) => label),
      });
    },
    subject: (sentences, options = {}) =>
      tagSubject(
        context,
        model,
        sentences.filter(({ tokens }) => tokens.length > 0).map(coding.encode),
        options,
      ),
    probe: () => manifest.probes.map(({ input }) => probeModel(context, model, coding, input as string[])),
    save: (folder) => saveModel(stored, folder),
    close: () => context.close(),
  };
}
