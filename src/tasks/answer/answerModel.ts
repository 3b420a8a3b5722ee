import { makeAttention } from '../../nn/attention/attentionChoice.ts';
import { QueryRows } from '../../nn/attention/queryRows.ts';
import { embedding } from '../../nn/layers/embedding.ts';
import { type LinearLayer, linearLayer } from '../../nn/layers/linearLayer.ts';
import { normLayer } from '../../nn/layers/normLayer.ts';
import { passDropout } from '../../nn/layers/passDropout.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import { type RecurrentStack, recurrentStack, type StackResult } from '../../nn/stack/recurrentStack.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { crossEntropy } from '../../tensor/losses/crossEntropy.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import type { RowKeys } from '../../tensor/operations/randomMask.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import { poolRows } from '../../tensor/operations/poolRows.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TaskCell } from '../taskCell.ts';
import type { EncodedQuestion } from './encoder.ts';
import type { AnswerLexicon } from './lexicon.ts';
import { sentenceReader } from './sentenceReader.ts';
import { storyWords } from './storyWords.ts';

/** What decides the shapes of a model that answers, with its lexicon: part of model.json. */
export type AnswerArchitecture = {
  readonly cell: TaskCell;
  /** Units of every layer, of recurrent ones in each direction. */
  readonly hidden: number;
  /** Recurrences over the facts. */
  readonly layers: number;
  /** How often the question attends over the facts. */
  readonly hops: number;
  /** Of the recurrences over the facts; sentences are always read in both directions. */
  readonly bidirectional: boolean;
  /** Rate of dropout on the vectors of sentences and before the output. */
  readonly dropout: number;
  readonly wordSize: number;
  /** The hops attend over the words of the facts, not over the facts as a whole. */
  readonly attendWords?: boolean;
};

/** A batch of B questions and their numbers in the data set, which key random masks. */
export interface AnswerBatch {
  readonly questions: readonly EncodedQuestion[];
  readonly ids?: readonly number[];
}

export interface AnswerScores {
  /** The scores of the answers, [B, K]. */
  readonly answers: Tensor;
  /** By hop: the weights of all N facts, [N], one question after another; those of a question add up to 1. */
  readonly weights: readonly Tensor[];
  /** By hop, where words are attended to: the weights of all W words, [W], fact by fact; those of a fact add up to its own. */
  readonly wordWeights: readonly Tensor[];
}

export interface AnswerModel {
  readonly parameters: Parameters;
  run(batch: AnswerBatch, pass?: Pass): AnswerScores;
  /** The mean negative log-likelihood of the answers: one number. */
  loss(batch: AnswerBatch, pass?: Pass): { readonly loss: Tensor; readonly tokens: number };
}

/** Where random masks and weights are keyed; layers and hops take places from here on. */
const WORDS = 1;
const FACTS = 2;
const OUTPUT = 3;
const QUESTION = 4;
const SENTENCE = 16;
const LAYER = 1024;
const REDUCED = 2048;
const HOP = 3072;
const UPDATE = 4096;

/**
 * A memory network of recurrent parts. A bidirectional network reads each sentence: facts f(i) and the question q.
 * Recurrences over the facts, one above the other, read every fact beside what is asked of it, [f(i), u(i), f(i) u(i)],
 * and what a recurrence gives is what the next one asks (as query-reduction networks: Seo, Min, Farhadi and Hajishirzi,
 * 2017). The question then attends over the states of the last recurrence in several hops (end-to-end memory networks:
 * Sukhbaatar, Szlam, Weston and Fergus, 2015), or over those of the words beside them. It, what it became and the final states choose one of the answers.
 */
export function answerModel(
  context: Context,
  architecture: AnswerArchitecture,
  lexicon: AnswerLexicon,
  { seed, wordDropout = 0 }: { readonly seed: number; readonly wordDropout?: number },
): AnswerModel {
  const { cell, hidden, layers, hops, bidirectional, dropout: rate, wordSize } = architecture;
  const { attendWords = false } = architecture;
  const linear = (inputSize: number, outputSize: number, place: number): LinearLayer =>
    linearLayer(context, { inputSize, outputSize, stream: stream(seed, place) });
  const words = embedding(context, {
    symbols: lexicon.words.length,
    size: wordSize,
    stream: stream(seed, WORDS),
  });
  const stackOver = (inputSize: number, both: boolean, place: number): RecurrentStack =>
    recurrentStack(context, { inputSize, hiddenSize: hidden, bidirectional: both, cell, seed, place });
  const sentences = stackOver(wordSize, true, SENTENCE);
  /** A matrix, and a norm: what is multiplied with each other below is neither lost nor drowned by the rest. */
  const normed = (inputSize: number, place: number): LinearLayer => {
    const [weights, norm] = [linear(inputSize, hidden, place), normLayer(context, hidden)];
    return { parameters: joinParameters({ linear: weights, norm }), run: (x) => norm.run(weights.run(x)) };
  };
  const fact = normed(sentences.outputSize, FACTS);
  const query = normed(sentences.outputSize, QUESTION);
  const stories = Array.from({ length: layers }, (_, k) =>
    stackOver(3 * hidden, bidirectional, LAYER + 16 * k),
  );
  const width = stories[0].outputSize;
  const reduced = stories.slice(1).map((_, k) => normed(width, REDUCED + k));
  /** Of what is attended to: a word has the state of its fact beside its own. */
  const attended = width + (attendWords ? sentences.outputSize : 0);
  const attentions = Array.from({ length: hops }, (_, k) => {
    const sizes = { querySize: hidden, sourceSize: attended, stream: stream(seed, HOP + k) };
    return makeAttention(context, { attention: 'general' }, sizes);
  });
  const updates = attentions.map((_, k) => linear(2 * hidden + attended, hidden, UPDATE + k));
  const output = linear(2 * hidden + width, lexicon.answers.length, OUTPUT);
  const reader = sentenceReader(context, { words, stack: sentences, counts: lexicon.counts, wordDropout });

  const int32 = (values: ArrayLike<number>): Tensor => context.tensor(values, [values.length], 'int32');
  const drop = (x: Tensor, pass: Pass, place: number, keys: RowKeys): Tensor =>
    passDropout(x, { rate, pass, place, keys: () => keys });

  const run = ({ questions, ids }: AnswerBatch, pass: Pass = inference): AnswerScores => {
    const {
      vectors,
      states: sentenceStates,
      placeOf,
    } = reader(
      questions.flatMap(({ facts, question }) => [...facts, question]),
      pass,
    );
    const structure = Structure.of(
      questions.map(({ facts }) => facts.length),
      { ids: ids ?? questions.map((_, k) => k) },
    );
    const byFact = structure.rowKeysOn(context, 'sequence');
    const byQuestion = { rowSequence: structure.on(context, structure.ids) };
    const factPlaces = int32(questions.flatMap(({ facts }) => facts.map(placeOf)));
    const questionPlaces = int32(questions.map(({ question }) => placeOf(question)));
    const facts = drop(gatherRows(fact.run(vectors), factPlaces), pass, FACTS, byFact);
    const asked = drop(gatherRows(query.run(vectors), questionPlaces), pass, QUESTION, byQuestion);

    let wanted = gatherRows(asked, structure.on(context, structure.owners('sequence')));
    const read = (layer: number): StackResult => {
      const data = concatenate([facts, wanted, multiply(facts, wanted)], 1);
      return stories[layer].run({ data, structure, layout: 'sequence' }, { pass });
    };
    let result = read(0);
    reduced.forEach((layer, k) => {
      wanted = layer.run(toSequence(result.output).data);
      result = read(k + 1);
    });

    const states = toSequence(result.output);
    const told = attendWords ? storyWords(questions, sentenceStates.structure, placeOf) : undefined;
    const source: Ragged = told
      ? {
          data: concatenate(
            [gatherRows(sentenceStates.data, int32(told.rows)), gatherRows(states.data, int32(told.facts))],
            1,
          ),
          structure: told.structure,
          layout: 'sequence',
        }
      : states;
    const rows = new QueryRows(
      source.structure,
      questions.map((_, k) => k),
    );
    let memory = asked;
    const own = attentions.map((attention, k) => {
      const hop = attention.attend(memory, attention.prepare(source), rows);
      memory = tanh(updates[k].run(concatenate([memory, hop.context, asked], 1)));
      return hop.weights;
    });
    const [final] = result.final;
    const all = concatenate([memory, asked, ...final.map(({ h }) => h)], 1);
    const answers = output.run(drop(all, pass, OUTPUT, byQuestion));
    if (!told) return { answers, weights: own, wordWeights: [] };
    const factOf = int32(told.facts);
    const weights = own.map((hop) => poolRows(hop, factOf, structure.total, 'sum'));
    return { answers, weights, wordWeights: own };
  };

  const numbered = <Part>(name: string, parts: readonly Part[]): Record<string, Part> =>
    Object.fromEntries(parts.map((part, k) => [`${name}${k}`, part]));
  return {
    parameters: joinParameters({
      words,
      sentences,
      fact,
      query,
      ...numbered('story', stories),
      ...numbered('reduced', reduced),
      ...numbered('attention', attentions),
      ...numbered('update', updates),
      output,
    }),
    run,
    loss(batch, pass = inference) {
      const { answers } = run(batch, pass);
      const targets = int32(batch.questions.map(({ answer }) => answer));
      return { loss: crossEntropy(answers, targets), tokens: targets.size };
    },
  };
}
