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

/**
 * A form of predictive distribution. A network gives its P parameters for each value to forecast; the first is its
 * centre (the median). All are in units in which errors have a spread of about 1 where training starts.
 */
export interface Output {
  /** P */
  readonly size: number;
  /** The parameters of a distribution much like the standard normal: where training starts. */
  readonly start: readonly number[];
  /** Mean loss over Q values: P parameters, each [Q, 1], and the targets [Q, 1]. */
  loss(parameters: readonly Tensor[], target: Tensor): Tensor;
  /** What the P parameters of one value mean. */
  outcome(parameters: readonly number[]): Outcome;
}
