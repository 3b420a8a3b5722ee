import { concatenate } from '../../tensor/operations/concatenate.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { outputName } from '../cells/cell.ts';
import type { RecurrentStack, StackState } from './recurrentStack.ts';

/** What the last layer of a stack has ended with: [B, C], the first state of each direction, side by side. */
export function lastState(states: StackState, { cells }: Pick<RecurrentStack, 'cells'>): Tensor {
  const layer = cells.length - 1;
  const ends = states[layer].map((state, d) => state[outputName(cells[layer][d])]);
  return ends.length === 1 ? ends[0] : concatenate(ends, 1);
}
