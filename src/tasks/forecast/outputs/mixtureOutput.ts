import { normalProbability } from '../../../data/score/normalProbability.ts';
import { normal, uniform } from '../../../support/random.ts';
import { gaussianMixture } from '../../../tensor/losses/gaussianMixture.ts';
import { add } from '../../../tensor/operations/add.ts';
import { concatenate } from '../../../tensor/operations/concatenate.ts';
import { reshape } from '../../../tensor/operations/reshape.ts';
import { levels } from './levels.ts';
import type { Output } from './output.ts';
import { inverseSoftplus, softplus } from './positive.ts';

/** C, normal distributions that are mixed. */
const C = 3;

/** Where they start: apart, or they would stay the same. */
const offsets = [-0.5, 0, 0.5];

/**
 * A mixture of three normal distributions (`gaussianMixture`): parameters (centre, then the distances of the means from
 * it, the raw deviations, and the logits of the weights).
 */
export const mixtureOutput: Output = {
  size: 1 + 3 * C,
  start: [0, ...offsets, ...offsets.map(() => inverseSoftplus(0.9)), ...offsets.map(() => 0)],
  loss([centre, ...others], target) {
    const [means, scales, logits] = [0, 1, 2].map((k) => concatenate(others.slice(k * C, (k + 1) * C), 1));
    return gaussianMixture(logits, add(means, centre), scales, reshape(target, [target.size]));
  },
  outcome(parameters) {
    const parts = partsOf(parameters);
    return {
      quantiles: levels.map((level) => quantileOf(parts, level)),
      mean: parts.reduce((sum, { weight, mean }) => sum + weight * mean, 0),
    };
  },
  tails(parameters, x) {
    const parts = partsOf(parameters);
    return { below: probabilityBelow(parts, x), above: probabilityBelow(parts, x, -1) };
  },
  sample(parameters, _, stream, u) {
    const parts = partsOf(parameters);
    // The normal variable takes the units 4u and 4u + 1.
    let left = uniform(stream, 4 * u + 2);
    const chosen = parts.find(({ weight }) => (left -= weight) < 0) ?? parts[C - 1];
    return chosen.mean + chosen.deviation * normal(stream, 2 * u);
  },
};

interface Part {
  readonly weight: number;
  readonly mean: number;
  readonly deviation: number;
}

function partsOf([centre, ...others]: readonly number[]): Part[] {
  const logits = others.slice(2 * C);
  const most = Math.max(...logits);
  const sizes = logits.map((logit) => Math.exp(logit - most));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size, c) => ({
    weight: size / total,
    mean: centre + others[c],
    deviation: softplus(others[C + c]) + 1e-6,
  }));
}

/** P(Y <= x); with the sign -1, P(Y >= x). */
function probabilityBelow(parts: readonly Part[], x: number, sign = 1): number {
  return parts.reduce(
    (sum, { weight, mean, deviation }) => sum + weight * normalProbability((sign * (x - mean)) / deviation),
    0,
  );
}

/** By bisection, to double precision. */
function quantileOf(parts: readonly Part[], level: number): number {
  let low = Math.min(...parts.map(({ mean, deviation }) => mean - 9 * deviation));
  let high = Math.max(...parts.map(({ mean, deviation }) => mean + 9 * deviation));
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (probabilityBelow(parts, middle) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
