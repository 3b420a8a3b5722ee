import { boolean, members, number, oneOf, optional } from '../formats/model/check.ts';
import { type CellChoice, cellNames } from '../nn/stack/cellChoice.ts';

/** A cell of a task that reads its output at every step: all but Jordan's, which feeds that back, whatever its size. */
export type TaskCell = Exclude<CellChoice, { readonly cell: 'jordan' }>;

/** Their names. */
export const taskCells: readonly TaskCell['cell'][] = cellNames.filter((name) => name !== 'jordan');

/** The cell of a name, as a task trains it. */
export const taskCell = (cell: TaskCell['cell']): TaskCell =>
  cell === 'lstm' ? { cell, forgetBias: 1 } : cell === 'lru' ? { cell, glu: true } : { cell };

/** Cells whose biases can be set to remember for long (Tallec and Ollivier, 2018). */
export const hasChrono = (cell: CellChoice['cell']): cell is 'lstm' | 'gru' =>
  cell === 'lstm' || cell === 'gru';

/** What is wrong with a cell in model.json. */
export const checkTaskCell = members({
  cell: oneOf(taskCells),
  forgetBias: optional(number),
  glu: optional(boolean),
});
