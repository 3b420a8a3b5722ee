import type { Context } from '../../tensor/context.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { indexOn, type TreeBatch } from './treeBatch.ts';
import type { TreeCell, TreeState } from './treeCell.ts';

/**
 * Runs a child-sum cell from the roots of trees to their leaves, depth by depth across all trees: the parent of a node
 * stands in the place of its only child. x [N, I] gives h [N, H], both in the rows of the batch.
 */
export function downSweep(
  context: Context,
  cell: TreeCell,
  { parents, total }: TreeBatch,
  x: Tensor,
): Tensor {
  const depths: number[][] = [];
  const places = new Int32Array(total);
  // Rows of parents come after those of their children.
  const depthOf = new Int32Array(total);
  for (let row = total - 1; row >= 0; row--) {
    depthOf[row] = parents[row] < 0 ? 0 : depthOf[parents[row]] + 1;
    const rows = (depths[depthOf[row]] ??= []);
    places[row] = rows.length;
    rows.push(row);
  }
  const projected = cell.project(x);
  let above: TreeState | undefined;
  const outputs = depths.map((rows) => {
    const input = gatherRows(projected, indexOn(context, Int32Array.from(rows)));
    const from =
      above &&
      indexOn(
        context,
        Int32Array.from(rows, (row) => places[parents[row]]),
      );
    const owners = indexOn(
      context,
      Int32Array.from(rows, (_, k) => k),
    );
    const state =
      above &&
      from &&
      (Object.fromEntries(
        Object.entries(above).map(([name, tensor]) => [name, gatherRows(tensor, from)]),
      ) as TreeState);
    above = cell.step(input, state && { state, owners, byRank: [] });
    return above.h;
  });
  const starts: number[] = [];
  depths.reduce((start, rows) => {
    starts.push(start);
    return start + rows.length;
  }, 0);
  const back = places.map((place, row) => starts[depthOf[row]] + place);
  return gatherRows(concatenate(outputs), indexOn(context, back));
}
