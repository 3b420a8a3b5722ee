import type { Stream } from '../../../support/random.ts';
import type { Tensor } from '../../../tensor/tensor.ts';

/** What a forecast says of one future value. */
export interface Outcome {
  /** At `levels`, rising. */
  readonly quantiles: readonly number[];
  /** Of the distribution, where its form has one. */
  readonly mean?: number;
  /** The standard deviation of a normal distribution. */
  readonly deviation?: number;
}

export interface Tails {
  /** P(Y <= x) */
  readonly below: number;
  /** P(Y >= x) */
  readonly above: number;
}

/** The values that parameters speak of, in the units of the data: of x, `offset + factor x`. Of tensors, each [Q, 1]. */
export interface OwnUnits<T> {
  readonly offset: T;
  readonly factor: T;
}

/**
 * A form of predictive distribution. A network gives its P parameters for each value to forecast; the first is its
 * centre (about the median). All are in units in which errors have a spread of about 1 where training starts. Counts are
 * forecast in the units of the data: `own`.
 */
export interface Output {
  /** P */
  readonly size: number;
  /** The parameters of a distribution much like the standard normal, or, of counts, a wide one: where training starts. */
  readonly start: readonly number[];
  /** Whether it is one of whole numbers from 0 on. */
  readonly counts?: boolean;
  /** Mean loss over Q values: P parameters, each [Q, 1], and the targets [Q, 1]. */
  loss(parameters: readonly Tensor[], target: Tensor, own: OwnUnits<Tensor>): Tensor;
  /** What the P parameters of one value mean. */
  outcome(parameters: readonly number[], own: OwnUnits<number>): Outcome;
  /** How probable a value as low as x is, and one as high. */
  tails(parameters: readonly number[], x: number, own: OwnUnits<number>): Tails;
  /** A random value, from units 4u to 4u + 3 of a stream; where it can be drawn. */
  sample?(parameters: readonly number[], own: OwnUnits<number>, stream: Stream, u: number): number;
}
