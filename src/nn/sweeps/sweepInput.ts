import { NONE } from '../../kernels/memory.ts';
import { fail } from '../../support/errors.ts';
import { linear, linearInputGradient } from '../../tensor/operations/linear.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Shape, Tensor } from '../../tensor/tensor.ts';
import { offsetOf } from './offsetOf.ts';
import { packedFor } from './packedFor.ts';

/** The input's share of the sums inside the gates: given, or what it is made from. */
export interface SweepInputOptions {
  /** [N, GH]: the input of every packed row times its weight, plus biases; with an inputWeight [N, I], the input itself. */
  readonly x: Tensor;
  /** [GH, I] */
  readonly inputWeight?: Tensor;
  /** [GH]; only with an inputWeight. */
  readonly inputBias?: Tensor;
  /** The gates may be written over x, which nothing else then reads. Not with an inputWeight. */
  readonly overwriteX?: boolean;
}

/** Shapes for `checkShapes`. */
export const inputShapesOf = (
  { x, inputWeight, inputBias }: SweepInputOptions,
  rows: number,
  width: number,
): Record<string, [Tensor | undefined, Shape]> => {
  const size = inputWeight?.shape[1] ?? width;
  return {
    x: [x, [rows, size]],
    inputWeight: [inputWeight, [width, size]],
    inputBias: [inputBias, [inputWeight ? width : 0]],
  };
};

/** How many rows a sweep has, and in how many steps. */
type Extent = Pick<Structure, 'total' | 'longest'>;

/** Sequences that fill the tile of a product, on most machines. */
const ENOUGH_ROWS = 8;
/** Floats that a processor's own cache holds beside what else a step reads. */
const OWN_CACHE = 2 ** 19;

/**
 * Whether a sweep should multiply the input itself, step by step, so that its sums never leave the cache: where all
 * weights stay in the cache, and a step has enough rows; or if there is but one step. Else one product over all steps,
 * before, reads them less often.
 */
const isStepwise = ({ total, longest }: Extent, weights: number): boolean =>
  longest === 1 || (total >= ENOUGH_ROWS * longest && weights <= OWN_CACHE);

/** The sums that a sweep starts from, and what its kernel is told of them. */
export interface SweepSums {
  /** [N, GH]: the sums where they are made before the sweep, and gates can be written over them. */
  readonly gates: Tensor | undefined;
  readonly args: () => {
    readonly x: number;
    readonly input: number;
    readonly inputSize: number;
    readonly inputWeight: number;
    readonly inputBias: number;
    readonly packedInput: number;
    readonly isInputPacked: number;
    readonly isInputHalf: number;
  };
}

/**
 * Decides where the sums are made. `others`: elements of the other weights that a step reads; `whole`: not stepwise.
 * Throws `bad-argument`.
 */
export function sweepSums(
  structure: Extent,
  { x, inputWeight, inputBias, overwriteX = false }: SweepInputOptions,
  { parts, others, whole, recorded }: { parts: number; others: number; whole: boolean; recorded: boolean },
): SweepSums {
  if (overwriteX && inputWeight) {
    fail(
      'bad-argument',
      'sweep',
      'overwriteX is given with an inputWeight: x is the input, which has no room for the gates',
      'Leave out overwriteX',
    );
  }
  const absent = {
    input: NONE,
    inputSize: 0,
    inputWeight: NONE,
    inputBias: NONE,
    packedInput: NONE,
    isInputPacked: 0,
    isInputHalf: 0,
  };
  if (inputWeight && !whole && isStepwise(structure, inputWeight.size + others)) {
    return {
      gates: undefined,
      args: () => {
        const atOnce = structure.longest === 1 ? structure.total : Infinity;
        const { packed, isPacked, isHalf } = packedFor(inputWeight, recorded, structure, { parts, atOnce });
        return {
          x: NONE,
          input: x.offset,
          inputSize: inputWeight.shape[1],
          inputWeight: inputWeight.offset,
          inputBias: offsetOf(inputBias),
          packedInput: packed,
          isInputPacked: isPacked,
          isInputHalf: isHalf,
        };
      },
    };
  }
  const made = inputWeight ? noGradient(x.context, () => linear(x, inputWeight, inputBias)) : x;
  return {
    gates: inputWeight || overwriteX ? made : undefined,
    args: () => ({ ...absent, x: made.offset }),
  };
}

/** The gradient of what the sums were made from, by that of the sums, but for the weight and the bias. */
export const inputGradient = ({ x, inputWeight }: SweepInputOptions, dsums: Tensor): Tensor | undefined =>
  !inputWeight ? dsums : x.tracked ? linearInputGradient(x, dsums, inputWeight) : undefined;
