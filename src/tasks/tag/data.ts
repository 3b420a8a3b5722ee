import { type BadLines, badLines } from '../../data/tags/badLines.ts';
import { readTagged, readTaggedText } from '../../data/tags/readTagged.ts';
import { readVectors, type WordVectors } from '../../data/tags/readVectors.ts';
import { firstBreak, type Scheme, schemeOf } from '../../data/tags/scheme.ts';
import { lineOf, type TaggedSentence } from '../../data/tags/taggedSentence.ts';
import type { Platform } from '../../platform/platform.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatQuantity } from '../../support/format.ts';
import { permutation, stream } from '../../support/random.ts';
import type { TagOptions } from './options.ts';

/** Sentences to train on and to validate on; for a trained model all are in `sentences`. */
export interface TagData {
  readonly sentences: readonly TaggedSentence[];
  readonly valid: readonly TaggedSentence[];
  readonly scheme: Scheme;
  readonly vectors?: WordVectors;
  readonly name: string;
  readonly sha256: string;
  readonly notes: readonly string[];
}

/** What a trained model knows, for data that is to be tagged or to go on with. */
export interface KnownTags {
  readonly tags: readonly string[];
  readonly labels: readonly string[];
  readonly scheme: Scheme;
}

/**
 * The sentences that can be used. Reports the others: no tags, tags that break the scheme, tags and labels that are not
 * known; with `scored` a sentence with unknown ones stays where that is not an error, and they count as wrong.
 */
export function checkSentences(
  sentences: readonly TaggedSentence[],
  scheme: Scheme,
  bad: BadLines,
  { known, scored = false }: { readonly known?: KnownTags | undefined; readonly scored?: boolean } = {},
): TaggedSentence[] {
  const tagNames = known && new Set(known.tags);
  return sentences.filter((sentence) => {
    const { tags, label, file } = sentence;
    const report = (token: number, what: string, remedy: string): void =>
      bad.report(file, lineOf(sentence, token), what, remedy);
    if (tags === undefined) {
      report(0, 'its tokens have no tags', 'Give a tag for each token');
      return false;
    }
    const at = firstBreak(scheme, tags);
    if (at !== undefined) {
      const what = `${tags[at]} cannot stand ${at > 0 ? `after ${tags[at - 1]}` : 'there'} (scheme ${scheme})`;
      report(at, what, 'Correct the tag');
      return false;
    }
    const unknown = tagNames ? tags.findIndex((tag) => !tagNames.has(tag)) : -1;
    if (unknown >= 0) {
      report(unknown, `the tag ${tags[unknown]} was not in the training data`, 'Correct it');
      return scored;
    }
    if (known === undefined || known.labels.length === 0 || known.labels.includes(label ?? '')) return true;
    const what = label === undefined ? 'it has no label' : `the label ${label} was not in the training data`;
    report(0, what, 'Correct it');
    return scored;
  });
}

const sha = (platform: Platform, value: unknown): Promise<string> =>
  platform.sha256(new TextEncoder().encode(JSON.stringify(value)));

/** Splits sentences: a share of them, spread at random, is held out. Throws `bad-data`, `bad-argument`. */
export async function tagData(
  platform: Platform,
  all: readonly TaggedSentence[],
  options: TagOptions & {
    readonly name: string;
    readonly valid?: readonly TaggedSentence[];
    readonly known?: KnownTags;
    readonly wordVectors?: WordVectors;
    readonly bad?: BadLines;
  },
): Promise<TagData> {
  const { name, known, validFraction = 0.1, wordVectors: vectors } = options;
  const bad = options.bad ?? badLines(options.skipBad ?? false);
  checkNumber('tag', 'validFraction', validFraction, { least: 0, below: 1 });
  const every = [...all, ...(options.valid ?? [])].flatMap(({ tags = [] }) => tags);
  const scheme = known?.scheme ?? options.scheme ?? schemeOf(every);
  const usable = checkSentences(all, scheme, bad, { known });
  if (usable.length < 2)
    fail('bad-data', name, `it has ${formatQuantity(usable.length, 'usable sentence')}`, 'Give at least 2');
  const labelled = usable.filter(({ label }) => label !== undefined).length;
  const without = usable.find(({ label }) => label === undefined);
  if (labelled > 0 && without)
    fail(
      'bad-data',
      `${without.file}, line ${lineOf(without)}`,
      'it has no label, others have',
      'Label all sentences, or none',
    );
  const held = options.valid ? 0 : Math.min(usable.length - 1, Math.round(validFraction * usable.length));
  const heldOut = new Set(permutation(stream(0x7a9), usable.length).subarray(0, held));
  const sentences = usable.filter((_, k) => !heldOut.has(k));
  const seen: KnownTags = known ?? {
    tags: [...new Set(sentences.flatMap(({ tags = [] }) => tags))],
    labels: [...new Set(sentences.flatMap(({ label }) => (label === undefined ? [] : [label])))],
    scheme,
  };
  const isKept = { known: seen, scored: true };
  const valid = options.valid
    ? checkSentences(options.valid, scheme, bad, isKept)
    : checkSentences(
        usable.filter((_, k) => heldOut.has(k)),
        scheme,
        badLines(true),
        isKept,
      );
  const tokens = sentences.reduce((sum, sentence) => sum + sentence.tokens.length, 0);
  const split =
    valid.length > 0 ? `${formatQuantity(valid.length, 'sentence')} to validate on` : 'none held out';
  return {
    sentences,
    valid,
    scheme,
    ...(vectors && { vectors }),
    name,
    sha256: await sha(platform, [sentences, valid, vectors?.words ?? []]),
    notes: [
      `${name}: ${formatQuantity(sentences.length, 'sentence')} with ${formatQuantity(tokens, 'token')} to train on, ${split}.`,
      `${formatQuantity(seen.tags.length, 'tag')}, ${scheme === 'none' ? 'no spans' : `spans as ${scheme.toUpperCase()}`}${seen.labels.length > 0 ? `; ${formatQuantity(seen.labels.length, 'label')} of sentences` : ''}.`,
      ...skipped(bad),
    ],
  };
}

const skipped = ({ count }: BadLines): string[] =>
  count === 0
    ? []
    : [
        `${formatQuantity(count, 'sentence')} bad: left out, or, where a tag was not in the training data, counted as wrong.`,
      ];

/** Reads files (UTF-8, plain or gzipped) and folders. `model`: all for a trained model, tags or not. */
export async function readTagData(
  platform: Platform,
  paths: readonly string[],
  options: TagOptions,
  { model, from }: { readonly model?: KnownTags | undefined; readonly from?: KnownTags | undefined },
): Promise<TagData> {
  const bad = badLines(options.skipBad ?? false);
  const read = async (path: string): Promise<TaggedSentence[]> =>
    (await readTagged(platform, path, { ...options, tagged: !model }, bad)).sentences;
  const all: TaggedSentence[] = [];
  for (const path of paths) all.push(...(await read(path)));
  const name = paths.map((path) => platform.files.baseName(path)).join(', ');
  if (model) return wholeData(platform, all, name, model, bad);
  const valid = options.validFile === undefined ? undefined : await read(options.validFile);
  const vectors = options.vectors === undefined ? undefined : await readVectors(platform, options.vectors);
  return tagData(platform, all, {
    ...options,
    name,
    bad,
    ...(valid && { valid }),
    ...(vectors && { wordVectors: vectors }),
    ...(from && { known: from }),
  });
}

/** Sentences for a trained model: those with tags are checked. */
export async function wholeData(
  platform: Platform,
  all: readonly TaggedSentence[],
  name: string,
  known: KnownTags,
  bad: BadLines,
): Promise<TagData> {
  if (all.length === 0) fail('bad-data', name, 'there is no sentence in it', 'Give a file with some');
  const tagged = all.some(({ tags }) => tags !== undefined);
  const sentences = tagged ? checkSentences(all, known.scheme, bad, { known, scored: true }) : all;
  const tokens = sentences.reduce((sum, sentence) => sum + sentence.tokens.length, 0);
  const notes = [
    `${name}: ${formatQuantity(sentences.length, 'sentence')} with ${formatQuantity(tokens, 'token')}.`,
    ...skipped(bad),
  ];
  return { sentences, valid: [], scheme: known.scheme, name, sha256: await sha(platform, sentences), notes };
}

/** Sentences of plain text, a sentence per line. */
export const sentencesOfText = (text: string): TaggedSentence[] =>
  readTaggedText(text, 'text', { format: 'text' }, badLines(false)).sentences;
