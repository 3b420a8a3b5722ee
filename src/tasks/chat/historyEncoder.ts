import type { Parameters } from '../../nn/parameters.ts';
import type { Pass } from '../../nn/pass.ts';
import type { RecurrentStack, StackResult } from '../../nn/stack/recurrentStack.ts';
import type { History } from './dialogEncoder.ts';

/** Reads what was said before replies. */
export interface HistoryEncoder extends Pick<RecurrentStack, 'cells' | 'outputSize'> {
  readonly parameters: Parameters;
  /**
   * For each history the states that a decoder may attend to, and the state that its last turn left. `ids`: what random masks
   * are keyed by.
   */
  run(histories: readonly History[], pass: Pass, ids?: readonly number[]): StackResult;
}
