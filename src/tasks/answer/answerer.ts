import type { StoryQuestion } from '../../data/story/storyQuestion.ts';
import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { openContext } from '../../tensor/openContext.ts';
import { loadWeights } from '../../train/storedState.ts';
import { closeOnError } from '../closeOnError.ts';
import { saveModel } from '../saveModel.ts';
import type { Engine, Evaluation } from '../task.ts';
import { answerEvaluation } from './answerEvaluation.ts';
import { answerModel } from './answerModel.ts';
import { ablateFacts } from './ablateFacts.ts';
import { answerQuestions } from './answerQuestions.ts';
import { asRead, type Example, type Question } from './asRead.ts';
import { questionEncoder } from './encoder.ts';
import { wordsOf } from './lexicon.ts';
import { probeModel } from './probes.ts';
import { checkStored } from './storedAnswerer.ts';

/** A fact, and what an answer owes to it. */
export interface UsedFact {
  readonly fact: string;
  /** Its weight at every hop: those of a hop add up to 1. */
  readonly weights: readonly number[];
  /** Its words with their weights at every hop, where words are attended to: they add up to those of the fact. */
  readonly words?: readonly { readonly word: string; readonly weights: readonly number[] }[];
  /** The probability of the same answer without this fact, where it was asked for. */
  readonly without?: number;
}

/** What a model says to a question. */
export interface Answer {
  readonly question: string;
  /** One of the answers of the training data. */
  readonly answer: string;
  /** Its probability. */
  readonly confidence: number;
  /** The facts that it was asked about. */
  readonly facts: readonly UsedFact[];
  /** The likeliest answers, best first, where several were asked for. */
  readonly best?: readonly { readonly answer: string; readonly confidence: number }[];
}

export interface AnswerRequest {
  /** How many answers to give. */
  readonly best?: number;
  /** Asks again without each fact, one at a time, for how sure the answer is then. */
  readonly ablate?: boolean;
}

/** A trained model at work. */
export interface Answerer {
  readonly task: 'answer';
  readonly model: StoredModel;
  readonly manifest: ModelManifest;
  /** Answers questions, and says which facts it used. Throws `bad-data`, `bad-argument`. */
  answer(questions: readonly Question[], options?: AnswerRequest): Answer[];
  /** Accuracy in percent, beside the most frequent answer. Answers that are not known count as wrong. Throws `bad-data`. */
  evaluate(examples: readonly Example[]): Evaluation;
  probe(): readonly (readonly number[])[];
  /** Stores the model in a folder, in place of one that is there; not in a browser. Throws `file-write`. */
  save(folder: string): Promise<void>;
  close(): void;
}

/** The same on questions as files give them. */
export interface OpenAnswerer extends Answerer {
  read(questions: readonly StoryQuestion[], options?: AnswerRequest): Answer[];
  score(questions: readonly StoryQuestion[]): Evaluation;
}

/** Opens a stored model that answers. Throws `bad-model`, `no-backend`. */
export async function answerer(stored: StoredModel, engine: Engine = {}): Promise<OpenAnswerer> {
  const { manifest } = stored;
  const { architecture, vocabulary: lexicon } = checkStored(manifest);
  const context = await openContext(engine);
  const model = closeOnError(context, () => {
    const made = answerModel(context, architecture, lexicon, { seed: manifest.seed });
    loadWeights(made.parameters, stored.blobs.weights, manifest.files.weights.name);
    return made;
  });
  const { answers } = lexicon;
  const encode = questionEncoder(lexicon);
  const read: OpenAnswerer['read'] = (questions, { best = 1, ablate = false } = {}) => {
    checkNumber('answer', 'best', best, { least: 1, whole: true });
    const encoded = questions.map(encode);
    return answerQuestions(context, model, encoded).map((found, k): Answer => {
      const { probabilities, answer, weights, wordWeights } = found;
      const { question, facts } = questions[k];
      const without = ablate ? ablateFacts(context, model, encoded[k], answer) : undefined;
      const order =
        best > 1 ? Array.from(answers.keys()).sort((a, b) => probabilities[b] - probabilities[a]) : [];
      const named = (id: number): { answer: string; confidence: number } => ({
        answer: answers[id],
        confidence: probabilities[id],
      });
      let place = 0;
      const wordsIn = (fact: string): UsedFact['words'] =>
        wordsOf(fact).map((word) => {
          const at = place++;
          return { word, weights: wordWeights.map((hop) => hop[at]) };
        });
      return {
        question,
        ...named(answer),
        facts: facts.map((fact, at) => ({
          fact,
          weights: weights.map((hop) => hop[at]),
          ...(wordWeights.length > 0 && { words: wordsIn(fact) }),
          ...(without && { without: without[at] }),
        })),
        ...(best > 1 && { best: order.slice(0, best).map(named) }),
      };
    });
  };
  const score: OpenAnswerer['score'] = (questions) => {
    if (questions.length === 0)
      fail('bad-data', 'answer', 'there is no question', 'Give questions to evaluate on');
    const found = answerQuestions(context, model, questions.map(encode));
    return answerEvaluation(
      lexicon,
      questions,
      found.map(({ answer }) => answers[answer]),
    );
  };
  return {
    task: 'answer',
    model: stored,
    manifest,
    read,
    score,
    answer: (questions, options) => read(asRead(questions), options),
    evaluate: (examples) => score(asRead(examples)),
    probe: () => manifest.probes.map(({ input }) => probeModel(context, model, encode, input as string[])),
    save: (folder) => saveModel(stored, folder),
    close: () => context.close(),
  };
}
