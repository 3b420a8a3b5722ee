import type { Context } from '../../tensor/context.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { ragged } from '../../tensor/ragged/ragged.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Cell } from '../cells/cell.ts';
import { recurrence } from '../recurrence/recurrence.ts';
import type { PhraseBatch } from './phraseBatch.ts';
import { indexOn } from './treeBatch.ts';

/**
 * Runs a recurrent cell over the words of each node's phrase, whatever the tree is: x [N, I], a row for each row of the
 * batch of trees, gives [N, R], the outputs after the phrases' last words; zeros where a phrase has no word.
 */
export function phraseSweep(
  context: Context,
  cell: Cell,
  { lengths, rows, ends }: PhraseBatch,
  x: Tensor,
): Tensor {
  const words = ragged(gatherRows(x, indexOn(context, rows)), Structure.of(lengths));
  return gatherRows(toSequence(recurrence(cell, words).output).data, indexOn(context, ends));
}
