import type { Embedding } from '../../nn/layers/embedding.ts';
import type { Pass } from '../../nn/pass.ts';
import type { RecurrentStack } from '../../nn/stack/recurrentStack.ts';
import { stream, substream, uniform } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { fromArrays } from '../../tensor/ragged/fromArrays.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** What was read of M different sentences. */
export interface ReadSentences {
  /** Their vectors, [M, width]: the last states in each direction. */
  readonly vectors: Tensor;
  /** The states at their words, sentence by sentence, [words, width]. */
  readonly states: Ragged;
  /** Which of them a sentence is. */
  placeOf(sentence: Int32Array): number;
}

/** The stream of dropped words below (seed, step). */
const DROPPED = 0;

/**
 * Reads sentences, lists of words: all different ones of a batch are one batch of sequences, read once each, however many
 * stories tell them. In training a word that occurs n times is read as unknown with probability a / (a + n)
 * (a = `wordDropout`; Kiperwasser and Goldberg, 2016).
 */
export function sentenceReader(
  context: Context,
  {
    words,
    stack,
    counts,
    wordDropout,
  }: {
    readonly words: Embedding;
    readonly stack: RecurrentStack;
    readonly counts: readonly number[];
    readonly wordDropout: number;
  },
): (sentences: readonly Int32Array[], pass: Pass) => ReadSentences {
  return (sentences, pass) => {
    const places = new Map<Int32Array, number>();
    for (const sentence of sentences) if (!places.has(sentence)) places.set(sentence, places.size);
    const masks = stream(pass.seed, pass.step, DROPPED);
    const symbols = [...places.keys()].map((sentence, place) => {
      const own = substream(masks, place);
      const isKept = (word: number, t: number): boolean =>
        !pass.training || uniform(own, t) >= wordDropout / (wordDropout + counts[word]);
      return Array.from(sentence, (word, t) => (isKept(word, t) ? word : 0));
    });
    const { final, output } = stack.run(words.run(fromArrays(context, symbols, { features: 0 })), { pass });
    return {
      vectors: concatenate(
        final[0].map(({ h }) => h),
        1,
      ),
      states: toSequence(output),
      placeOf: (sentence) => places.get(sentence) ?? 0,
    };
  };
}
