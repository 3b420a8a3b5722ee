import { readStories } from '../../data/story/readStories.ts';
import type { StoryQuestion } from '../../data/story/storyQuestion.ts';
import { type BadLines, badLines } from '../../data/tags/badLines.ts';
import type { Platform } from '../../platform/platform.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatCount, formatQuantity } from '../../support/format.ts';
import { permutation, stream } from '../../support/random.ts';
import type { AnswerLexicon } from './lexicon.ts';
import type { AnswerOptions } from './options.ts';

/** Questions to train on and to validate on; for a trained model all are in `questions`. */
export interface AnswerData {
  readonly questions: readonly StoryQuestion[];
  readonly valid: readonly StoryQuestion[];
  readonly name: string;
  readonly sha256: string;
  readonly notes: readonly string[];
}

/** The stream that says which stories are held out. */
const HELD_OUT = 0x616e73;

/** Those with an answer, and where a lexicon is known with one that is in it. Reports the others. */
export function answeredQuestions(
  questions: readonly StoryQuestion[],
  bad: BadLines,
  known?: AnswerLexicon,
): StoryQuestion[] {
  const answers = known && new Set(known.answers);
  return questions.filter(({ answer, file, line }) => {
    if (answer !== undefined && (answers?.has(answer) ?? true)) return true;
    const what =
      answer === undefined
        ? 'the question has no answer'
        : `the answer ${JSON.stringify(answer)} was not in the training data`;
    bad.report(file, line, what, answer === undefined ? 'Give its answer' : 'Correct it');
    return false;
  });
}

/** Splits questions: a share of the stories, drawn at random, is held out. Throws `bad-data`, `bad-argument`. */
export async function answerData(
  platform: Pick<Platform, 'sha256'>,
  all: readonly StoryQuestion[],
  options: AnswerOptions & {
    readonly name: string;
    readonly valid?: readonly StoryQuestion[] | undefined;
    readonly known?: AnswerLexicon | undefined;
    readonly bad?: BadLines;
  },
): Promise<AnswerData> {
  const { name, known, validFraction = 0.1, bad = badLines(options.skipBad ?? false) } = options;
  checkNumber('answer', 'validFraction', validFraction, { least: 0, below: 1 });
  const usable = answeredQuestions(all, bad, known);
  if (usable.length < 2)
    fail('bad-data', name, `it has ${formatQuantity(usable.length, 'usable question')}`, 'Give at least 2');
  const storyOf = ({ file, story }: StoryQuestion): string => `${story} ${file}`;
  const stories = [...new Set(usable.map(storyOf))];
  const held = options.valid ? 0 : Math.min(stories.length - 1, Math.round(validFraction * stories.length));
  const drawn = permutation(stream(HELD_OUT), stories.length).subarray(0, held);
  const heldOut = new Set(Array.from(drawn, (k) => stories[k]));
  const questions = usable.filter((question) => !heldOut.has(storyOf(question)));
  const valid = options.valid
    ? answeredQuestions(options.valid, bad)
    : usable.filter((question) => heldOut.has(storyOf(question)));
  const split =
    valid.length > 0 ? `${formatQuantity(valid.length, 'question')} to validate on` : 'none held out';
  return {
    questions,
    valid,
    name,
    sha256: await sha(platform, [questions, valid]),
    notes: [
      `${name}: ${formatQuantity(questions.length, 'question')} in ${formatCount(stories.length - held)} of ${formatCount(stories.length)} stories to train on, ${split}.`,
      `${formatQuantity(new Set(questions.map(({ answer }) => answer)).size, 'different answer')}; ${factsOf(questions)} facts before a question.`,
      ...leftOut(bad),
    ],
  };
}

/** Reads files (UTF-8, plain or gzipped). `model`: all for a trained model, with answers or without. */
export async function readAnswerData(
  platform: Platform,
  paths: readonly string[],
  options: AnswerOptions,
  { model, from }: { readonly model?: AnswerLexicon | undefined; readonly from?: AnswerLexicon | undefined },
): Promise<AnswerData> {
  const bad = badLines(options.skipBad ?? false);
  const all: StoryQuestion[] = [];
  for (const path of paths) all.push(...(await readStories(platform, path, bad)));
  const names = paths.map((path) => platform.files.baseName(path));
  const name = names.length > 3 ? formatQuantity(names.length, 'file') : names.join(', ');
  if (!model) {
    const { validFile } = options;
    const valid = validFile === undefined ? undefined : await readStories(platform, validFile, bad);
    return answerData(platform, all, { ...options, name, bad, valid, known: from });
  }
  if (all.length === 0) fail('bad-data', name, 'there is no question in it', 'Give a file with some');
  const notes = [
    `${name}: ${formatQuantity(all.length, 'question')}; ${factsOf(all)} facts before a question.`,
    ...leftOut(bad),
  ];
  return { questions: all, valid: [], name, sha256: await sha(platform, all), notes };
}

/** How many facts there are: "2 to 10". */
function factsOf(questions: readonly StoryQuestion[]): string {
  const counts = questions.map(({ facts }) => facts.length).sort((a, b) => a - b);
  const [least, most] = [counts[0], counts[counts.length - 1]];
  return least === most ? `${least}` : `${least} to ${most}`;
}

const leftOut = ({ count }: BadLines): string[] =>
  count === 0
    ? []
    : [`${formatQuantity(count, 'line')} bad: the question, or the rest of the story, left out.`];

const sha = (platform: Pick<Platform, 'sha256'>, value: unknown): Promise<string> =>
  platform.sha256(new TextEncoder().encode(JSON.stringify(value)));
