import type { Tensor } from '../../tensor/tensor.ts';
import type { Parameters } from '../parameters.ts';
import type { GridStructure } from './gridStructure.ts';

/** The states of n cells of grids, [n, H] each. */
export interface GridState {
  /** What the cell puts out. */
  readonly h: Tensor;
  readonly c: Tensor;
}

/**
 * One step of a two-dimensional recurrent network: from the input of cells, and the states above and to the left of
 * them (zeros at the edge), to their states. `gridSweep` owns order and direction.
 */
export interface GridCell {
  /** For people and for files: "mdlstm". */
  readonly kind: string;
  /** I. */
  readonly inputSize: number;
  /** H, the width of each state. */
  readonly hiddenSize: number;
  readonly parameters: Parameters;
  /** What depends on the input alone, for all N cells at once: x [N, I] gives [N, P]. */
  project(x: Tensor): Tensor;
  /** The cells of a diagonal: `projected` [n, P], states [n, H]. */
  step(projected: Tensor, up: GridState, left: GridState): GridState;
  /** All diagonals in one fused kernel: x [N, I] in diagonal order gives h [N, H]. */
  sweep?(structure: GridStructure, x: Tensor): Tensor;
}
