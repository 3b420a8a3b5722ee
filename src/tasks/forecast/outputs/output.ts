import type { Tensor } from '../../../tensor/tensor.ts';
import { gaussianOutput } from './gaussianOutput.ts';
import { quantileOutput } from './quantileOutput.ts';
import { studentTOutput } from './studentTOutput.ts';

/** The quantiles that a forecast gives: the median, and the bounds of the 80 % and 95 % intervals. */
export const levels = [0.025, 0.1, 0.5, 0.9, 0.975] as const;

/** What a forecast says of one future value. */
export interface Outcome {
  /** At `levels`, rising. */
  readonly quantiles: readonly number[];
  /** Of the distribution, where it has one; the second moment about it where that is finite. */
  readonly mean?: number;
  readonly deviation?: number;
}

/**
 * A form of predictive distribution. A network gives its P parameters per forecast value; the first is its centre
 * (the median). All are in units in which the errors at the start have a spread of about 1.
 */
export interface Output {
  /** P */
  readonly size: number;
  /** The parameters of a distribution much like the standard normal: where training starts. */
  readonly start: readonly number[];
  /** Mean loss over Q values: the parameters, each [Q, 1], and the targets [Q, 1]. */
  loss(parameters: readonly Tensor[], target: Tensor): Tensor;
  /** What the P parameters of one value mean. */
  outcome(parameters: ArrayLike<number>): Outcome;
}

export const outputs = {
  'student-t': studentTOutput,
  gaussian: gaussianOutput,
  quantiles: quantileOutput,
} as const satisfies Record<string, Output>;

export type OutputName = keyof typeof outputs;

export const outputNames = Object.keys(outputs) as OutputName[];
