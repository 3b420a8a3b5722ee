import { type Cell, outputName } from '../cells/cell.ts';

/** The width of what a layer of a stack ends with: the first state of each direction. */
export const stateSize = (layer: readonly Cell[]): number =>
  layer.reduce((sum, cell) => sum + cell.stateSizes[outputName(cell)], 0);
