import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Parameters } from '../parameters.ts';

/** The named state of a cell, each [B, size]: `{ h, c }` of an LSTM. The first name is what most cells put out. */
export type State = Readonly<Record<string, Tensor>>;

/** The random (or, at work, expected) masks of a step or of a sweep, drawn by the driver. */
export interface Masks {
  /** Multiplies the output state where it enters the recurrent weights: [B, R], the same at every step (Gal & Ghahramani, 2016). */
  readonly recurrent?: Tensor;
  /** Per state: the share of the previous value that is kept; rows of the step, [b, size] (Krueger et al., 2017). */
  readonly zoneout?: Readonly<Record<string, Tensor>>;
}

/** How much noise a cell wants, as rates in [0, 1). */
export interface Noise {
  readonly recurrentDropout: number;
  readonly zoneout: Readonly<Record<string, number>>;
}

export interface StepResult {
  readonly state: State;
  /** What the cell puts out, [b, R], where that is not its first state. */
  readonly output?: Tensor;
  /** The values of the gates, by name, for whoever looks. */
  readonly gates: Readonly<Record<string, Tensor>>;
}

/** A whole sequence at once, in packed rows; states [B, size] in packed order. */
export interface SweepInput {
  readonly structure: Structure;
  /** The input of every packed row, [N, I]. */
  readonly x: Tensor;
  readonly initial: State;
  readonly reverse: boolean;
  /** The initial states are zero, and nobody wants their gradients. */
  readonly fresh?: boolean | undefined;
  /** zoneout masks here hold a row for every packed row: [N, size]. */
  readonly masks: Masks;
  /** Ask for `trace` although nothing is recorded. */
  readonly trace: boolean;
  /** Called in the backward sweep with dL/dstate of every packed row, [N, size] by state name. */
  readonly watch?: (gradients: Readonly<Record<string, Tensor>>) => void;
}

export interface SweepResult {
  /** What the cell puts out at every step, [N, R]. */
  readonly output: Tensor;
  readonly final: State;
  /** Gates and states by name, [N, size], where asked for. */
  readonly trace: Readonly<Record<string, Tensor>>;
}

/**
 * A recurrent cell is one step. Time is not its business: the driver (`recurrence`) owns lengths, direction, carried
 * state and recording. A cell of your own is an object with these members, written with the operations of the
 * library; it needs no `sweep`.
 */
export interface Cell {
  /** For people and for files: "lstm". */
  readonly kind: string;
  readonly inputSize: number;
  /** Sizes of the states by name: `{ h: 64, c: 64 }`. The first is the output, unless a step gives another. */
  readonly stateSizes: Readonly<Record<string, number>>;
  /** R, where a step gives an `output`. */
  readonly outputSize?: number;
  /** By PyTorch's names without the layer: `weight_ih`, `weight_hh`, `bias_ih`, `bias_hh`. */
  readonly parameters: Parameters;
  readonly noise: Noise;
  /** What of a step depends on the input alone, for all rows at once: [N, I] to [N, anything]. */
  project(x: Tensor): Tensor;
  /** One step: rows of the projected input and the states before, each [b, ...]. */
  step(projected: Tensor, state: State, masks: Masks): StepResult;
  /** The same for whole sequences in one fused kernel. */
  sweep?(input: SweepInput): SweepResult;
}

/** The name of the state that a cell puts out, where a step gives nothing else: the first. */
export const outputName = (cell: Cell): string => Object.keys(cell.stateSizes)[0];

/** R, the width of what a cell puts out. */
export const outputSize = (cell: Cell): number => cell.outputSize ?? Object.values(cell.stateSizes)[0];

export const noNoise: Noise = { recurrentDropout: 0, zoneout: {} };
