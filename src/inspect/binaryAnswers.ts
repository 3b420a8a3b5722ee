import { binaryCrossEntropy } from '../tensor/losses/binaryCrossEntropy.ts';
import { negate } from '../tensor/operations/negate.ts';
import { sum } from '../tensor/operations/sum.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Answers } from './subject.ts';

/**
 * Losses and scores of answers that say of each of K things whether it is there: the sums of their cross-entropies with
 * `targets`, 0 or 1, and the log-probabilities of what the network says, or of `choices`. Logits and targets [M, K].
 */
export function binaryAnswers(
  logits: Tensor,
  targets: ArrayLike<number>,
  choices: ArrayLike<number> = Float32Array.from(logits.toArray(), (score) => Number(score > 0)),
): Pick<Answers, 'losses' | 'scores' | 'choices'> {
  const { context, shape } = logits;
  const losses = (is: ArrayLike<number>): Tensor =>
    sum(binaryCrossEntropy(logits, context.tensor(is, shape), { reduction: 'none' }), 1);
  return { losses: losses(targets), scores: negate(losses(choices)), choices };
}
