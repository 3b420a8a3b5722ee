import { type Scheme, mayFollow } from '../../data/tags/scheme.ts';
import { crfLayer } from '../../nn/layers/crfLayer.ts';
import { embedding } from '../../nn/layers/embedding.ts';
import { linearLayer } from '../../nn/layers/linearLayer.ts';
import { passDropout } from '../../nn/layers/passDropout.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import { recurrentStack } from '../../nn/stack/recurrentStack.ts';
import { stream, substream, uniform } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import type { Chain } from '../../tensor/losses/crf.ts';
import { crossEntropy } from '../../tensor/losses/crossEntropy.ts';
import { add } from '../../tensor/operations/add.ts';
import { affine } from '../../tensor/operations/affine.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import type { RowKeys } from '../../tensor/operations/randomMask.ts';
import { sum } from '../../tensor/operations/sum.ts';
import { fromArrays } from '../../tensor/ragged/fromArrays.ts';
import { pool } from '../../tensor/ragged/pool.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TaskCell } from '../taskCell.ts';
import { CASES, type EncodedSentence, encoder } from './encoder.ts';
import type { Lexicon } from './lexicon.ts';

/** What decides the shapes of a tagger, with its lexicon: part of model.json. */
export type TagArchitecture = {
  readonly output: 'crf' | 'softmax';
  readonly cell: TaskCell;
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  /** Rate of dropout on the vectors of tokens, between layers and before the output. */
  readonly dropout: number;
  readonly wordSize: number;
  readonly characterSize: number;
  /** Of each direction. */
  readonly characterHidden: number;
};

/** A batch of sentences and their numbers in the data set, which key random masks. */
export interface TagBatch {
  readonly sentences: readonly EncodedSentence[];
  readonly ids?: readonly number[];
}

export interface TagScores {
  /** The scores of tags, [N, K]. */
  readonly emissions: Ragged;
  /** The scores of the sentences' labels, [B, L]; undefined where there are none. */
  readonly labels: Tensor | undefined;
}

export interface TagModel {
  readonly parameters: Parameters;
  run(batch: TagBatch, pass?: Pass): TagScores;
  /** The negative log-likelihood of tags and labels, by token: one number. */
  loss(batch: TagBatch, pass?: Pass): { readonly loss: Tensor; readonly tokens: number };
  /** The chain to decode in: it allows what the scheme allows; of a softmax, whose tags are independent, all zero. */
  chain(): Chain;
}

/** Where this model's own random masks and weights are keyed; the stacks use the places from STACK on. */
const INPUT = 0;
const OUTPUT = 1;
const LABEL = 2;
const WORD = 3;
const STACK = 16;
const CHARACTERS = 64;
const CASE_SIZE = 8;

/** Which tags of a lexicon may follow which. */
const allowedBy =
  ({ scheme, tags }: { scheme: Scheme; tags: readonly string[] }) =>
  (before: number, after: number): boolean =>
    mayFollow(scheme, before < 0 ? undefined : tags[before], after < 0 ? undefined : tags[after]);

/**
 * A bidirectional recurrent tagger with a conditional random field (Huang, Xu and Yu, 2015), whose tokens are read as
 * words, by a bidirectional network over their characters, and by how they are written (Lample et al., 2016). `rate` of
 * word dropout a: a word with n occurrences is read as unknown with probability a / (a + n) in training (Kiperwasser
 * and Goldberg, 2016).
 */
export function tagModel(
  context: Context,
  architecture: TagArchitecture,
  lexicon: Lexicon,
  { seed, wordDropout = 0 }: { readonly seed: number; readonly wordDropout?: number },
): TagModel {
  const { cell, hidden, layers, bidirectional, dropout: rate, wordSize, characterSize } = architecture;
  const { spell } = encoder(lexicon);
  const table = (place: number, symbols: number, size: number, scale: number): ReturnType<typeof embedding> =>
    embedding(context, { symbols, size, stream: stream(seed, place), scale });
  const words = table(WORD, lexicon.words.length, wordSize, 0.1);
  const cases = table(WORD + 1, CASES, CASE_SIZE, 0.5);
  const characters = table(WORD + 2, lexicon.characters.length, characterSize, 0.5);
  const spelling = recurrentStack(context, {
    inputSize: characterSize,
    hiddenSize: architecture.characterHidden,
    bidirectional: true,
    cell: { cell: 'lstm', forgetBias: 1 },
    seed,
    place: CHARACTERS,
  });
  const stack = recurrentStack(context, {
    inputSize: wordSize + CASE_SIZE + spelling.outputSize,
    hiddenSize: hidden,
    layers,
    bidirectional,
    cell,
    dropout: rate,
    seed,
    place: STACK,
  });
  const linear = (outputSize: number, place: number): ReturnType<typeof linearLayer> =>
    linearLayer(context, { inputSize: stack.outputSize, outputSize, stream: stream(seed, place) });
  const tags = lexicon.tags.length;
  const output = linear(tags, OUTPUT);
  const label = lexicon.labels.length > 0 ? linear(lexicon.labels.length, LABEL) : undefined;
  const crf =
    architecture.output === 'crf'
      ? crfLayer(context, { tags, stream: stream(seed, WORD + 3), allows: allowedBy(lexicon) })
      : undefined;

  const int32 = (values: ArrayLike<number>): Tensor => context.tensor(values, [values.length], 'int32');
  const drop = (x: Tensor, pass: Pass, place: number, keys: RowKeys): Tensor =>
    passDropout(x, { rate, pass, place, keys: () => keys });

  /** Words by number; in training some of them unknown. */
  const wordsOf = ({ sentences }: TagBatch, ids: readonly number[], pass: Pass): Tensor => {
    const masks = stream(pass.seed, pass.step, WORD);
    return int32(
      sentences.flatMap((sentence, k) => {
        if (!pass.training || wordDropout === 0) return Array.from(sentence.words);
        const own = substream(masks, ids[k]);
        return Array.from(sentence.words, (word, t) =>
          uniform(own, t) < wordDropout / (wordDropout + lexicon.counts[word]) ? 0 : word,
        );
      }),
    );
  };

  /** What the characters of each token give, [N, 2 * characterHidden]: every spelling is read once. */
  const spellingsOf = ({ sentences }: TagBatch): Tensor => {
    const places = new Map<string, number>();
    const owners = sentences.flatMap(({ tokens }) =>
      tokens.map((token) => {
        const place = places.get(token) ?? places.size;
        places.set(token, place);
        return place;
      }),
    );
    const spelled = fromArrays(context, [...places.keys()].map(spell), { features: 0 });
    const { final } = spelling.run(characters.run(spelled));
    return gatherRows(
      concatenate(
        final[0].map(({ h }) => h),
        1,
      ),
      int32(owners),
    );
  };

  const run = (batch: TagBatch, pass: Pass = inference): TagScores => {
    const { sentences } = batch;
    const ids = batch.ids ?? sentences.map((_, k) => k);
    const structure = Structure.of(
      sentences.map(({ tokens }) => tokens.length),
      { ids },
    );
    const ragged = (data: Tensor): Ragged => ({ data, structure, layout: 'sequence' });
    const vectors = concatenate(
      [
        words.run(ragged(wordsOf(batch, ids, pass))).data,
        cases.run(ragged(int32(sentences.flatMap((sentence) => Array.from(sentence.cases))))).data,
        spellingsOf(batch),
      ],
      1,
    );
    const input = drop(vectors, pass, INPUT, structure.rowKeysOn(context, 'sequence'));
    const states = stack.run(ragged(input), { pass }).output;
    const read = drop(states.data, pass, OUTPUT, structure.rowKeysOn(context));
    const whole =
      label && drop(pool(states, 'max'), pass, LABEL, { rowSequence: structure.on(context, structure.ids) });
    return {
      emissions: { ...states, data: output.run(read) },
      labels: whole && label.run(whole),
    };
  };

  return {
    parameters: joinParameters({
      words,
      cases,
      characters,
      spelling,
      recurrent: stack,
      output,
      ...(label && { label }),
      ...(crf && { crf }),
    }),
    run,
    loss(batch, pass = inference) {
      const { emissions, labels } = run(batch, pass);
      const targets = int32(batch.sentences.flatMap(({ tags: own = new Int32Array() }) => Array.from(own)));
      const total = crf
        ? sum(crf.losses(emissions, targets))
        : crossEntropy(toSequence(emissions).data, targets, { reduction: 'sum' });
      const intents = int32(batch.sentences.map((sentence) => sentence.label));
      const all = labels ? add(total, crossEntropy(labels, intents, { reduction: 'sum' })) : total;
      const tokens = Math.max(1, targets.size);
      return { loss: affine(all, 1 / tokens), tokens };
    },
    chain: () =>
      crf?.constrained() ?? {
        transitions: context.zeros([tags, tags]),
        begin: context.zeros([tags]),
        end: context.zeros([tags]),
      },
  };
}
