import { argmax } from '../tensor/operations/argmax.ts';
import { negate } from '../tensor/operations/negate.ts';
import { crossEntropy } from '../tensor/losses/crossEntropy.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Answers } from './subject.ts';

/**
 * Losses and scores of answers that are one of K classes: cross-entropies with `labels` [M], -1 where it is not known,
 * and the log-probabilities of the likeliest classes, or of `choices`. Logits [M, K].
 */
export function classAnswers(
  logits: Tensor,
  labels: ArrayLike<number>,
  choices: ArrayLike<number> = argmax(logits).toArray(),
): Pick<Answers, 'losses' | 'scores' | 'choices'> {
  const { context } = logits;
  const own = context.tensor(choices, [choices.length], 'int32');
  const known = Int32Array.from(choices, (label, m) => (labels[m] >= 0 ? labels[m] : label));
  return {
    losses: crossEntropy(logits, context.tensor(known, [known.length], 'int32'), { reduction: 'none' }),
    scores: negate(crossEntropy(logits, own, { reduction: 'none' })),
    choices,
  };
}
