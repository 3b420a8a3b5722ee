import { uniform } from '../../../support/random.ts';
import { between, type Problem } from './problem.ts';

/**
 * The adding problem (Hochreiter & Schmidhuber, 1997, experiment 4) as Arjovsky, Shah & Bengio (2016) have it: T steps
 * of two numbers, a value uniform in [0, 1) and a marker, which is 1 at one step of the first half and one of the second,
 * else 0. Asked after the last step: the sum of the two marked values. Always answering 1 has a squared error of 1/6.
 */
export const adding: Problem = {
  name: 'adding',
  about: 'the sum of two marked numbers among many',
  inputs: 2,
  answer: 'number',
  least: 2,
  fit: (length) => length,
  make(length, stream) {
    const inputs = new Float32Array(2 * length);
    for (let t = 0; t < length; t++) inputs[2 * t] = uniform(stream, t);
    const half = Math.floor(length / 2);
    const marked = [
      between(uniform(stream, length), 0, half),
      between(uniform(stream, length + 1), half, length),
    ];
    for (const t of marked) inputs[2 * t + 1] = 1;
    const sum = inputs[2 * marked[0]] + inputs[2 * marked[1]];
    return { steps: length, inputs, asked: [length - 1], targets: [sum] };
  },
  baseline: () => 1 / 6,
};
