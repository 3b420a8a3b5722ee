import { softmax } from '../../tensor/operations/softmax.ts';
import { viterbi } from '../../tensor/operations/viterbi.ts';
import { crfMarginals } from '../../tensor/losses/crf.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import { bestPaths, type Path } from '../../nn/search/bestPaths.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { EncodedSentence } from './encoder.ts';
import type { TagModel } from './tagModel.ts';

/** What a model says of a sentence of T tokens. */
export interface TagAnswer {
  /** [T] */
  readonly tags: Int32Array;
  /** [T]: the probability of each tag that was given. */
  readonly confidence: number[];
  /** The sentence's label and its probability; -1 where the model has none. */
  readonly label: number;
  readonly labelConfidence: number;
  /** The best paths, where several were asked for, with the logarithms of their scores. */
  readonly paths: readonly Path[];
}

const BATCH = 64;

/** Tags sentences; `best`: how many paths are wanted. */
export function tagSentences(
  context: Context,
  model: TagModel,
  sentences: readonly EncodedSentence[],
  best = 1,
): TagAnswer[] {
  const answers: TagAnswer[] = [];
  for (let from = 0; from < sentences.length; from += BATCH) {
    const some = sentences.slice(from, from + BATCH);
    answers.push(...context.step(() => noGradient(context, () => tagBatch(model, some, best))));
  }
  return answers;
}

function tagBatch(model: TagModel, sentences: readonly EncodedSentence[], best: number): TagAnswer[] {
  const scores = model.run({ sentences });
  const chain = model.chain();
  const emissions = toSequence(scores.emissions);
  const tags = emissions.data.shape[1];
  const path = viterbi(emissions, chain).path.data.toArray() as Int32Array;
  const marginals = crfMarginals(emissions, chain).data.toArray();
  const labels = scores.labels && softmax(scores.labels).toArray();
  const width = labels ? labels.length / sentences.length : 0;
  const plain = {
    transitions: chain.transitions.toArray(),
    begin: chain.begin.toArray(),
    end: chain.end.toArray(),
  };
  const all = best > 1 ? emissions.data.toArray() : undefined;
  const { starts } = emissions.structure;
  return sentences.map((_, k) => {
    const own = path.slice(starts[k], starts[k + 1]);
    const probabilities = labels?.subarray(k * width, (k + 1) * width);
    const label = probabilities ? probabilities.indexOf(Math.max(...probabilities)) : -1;
    return {
      tags: own,
      confidence: Array.from(own, (tag, t) => marginals[(starts[k] + t) * tags + tag]),
      label,
      labelConfidence: probabilities ? probabilities[label] : 0,
      paths: all
        ? bestPaths({ ...plain, emissions: all.subarray(starts[k] * tags, starts[k + 1] * tags) }, tags, best)
        : [],
    };
  });
}
