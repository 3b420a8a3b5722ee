import { stream, uniform } from '../../../support/random.ts';
import type { Task } from '../contest/contest.ts';

/** Attention over sources of these lengths, forward and backward. */
export interface AttentionTask extends Task {
  readonly kind: 'additive' | 'general';
  /** All steps of the readers in one call, or one call for each. */
  readonly stepwise: boolean;
  readonly lengths: readonly number[];
  /** Of each reader. */
  readonly steps: number;
  /** Of queries, states and comparisons alike. */
  readonly size: number;
}

/** 64 sources of 5 to 25 positions, as sentences have, each read at 15 steps; all vectors of 256 units. */
export function attentionTasks(sources = 64, steps = 15, size = 256): readonly AttentionTask[] {
  const lengths = Array.from({ length: sources }, (_, k) => 5 + Math.floor(21 * uniform(stream(6), k)));
  const shared = { lengths, steps, size };
  return [
    { name: 'additive', kind: 'additive', stepwise: false, ...shared },
    { name: 'additive, step by step', kind: 'additive', stepwise: true, ...shared },
    { name: 'general', kind: 'general', stepwise: false, ...shared },
    { name: 'general, step by step', kind: 'general', stepwise: true, ...shared },
  ];
}

/** N, of all sources. */
export const positionsOf = ({ lengths }: AttentionTask): number =>
  lengths.reduce((sum, length) => sum + length, 0);

/** Query rows of all readers. */
export const queriesOf = ({ lengths, steps }: AttentionTask): number => lengths.length * steps;
