import { type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { uniform } from '../initialise/uniform.ts';
import type { TreeState } from './treeCell.ts';

export interface TreeLstmOptions {
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** What the bias of the forget gates starts with; default 1. */
  readonly forgetBias?: number;
  readonly stream: Stream;
}

/** `weight_ih` [4H, I], `weight_hh` [rows, columns] and `bias` [4H]; uniform in +-1/sqrt(H). Gates i, f, g, o. */
export function treeLstmWeights(
  context: Context,
  { inputSize, hiddenSize, forgetBias = 1, stream }: TreeLstmOptions,
  [rows, columns]: readonly [number, number],
): { readonly weight_ih: Tensor; readonly weight_hh: Tensor; readonly bias: Tensor } {
  const draw = uniform(1 / Math.sqrt(hiddenSize));
  const bias = new Float32Array(4 * hiddenSize).fill(forgetBias, hiddenSize, 2 * hiddenSize);
  return {
    weight_ih: context.parameter(draw(4 * hiddenSize, inputSize, substream(stream, 0)), [
      4 * hiddenSize,
      inputSize,
    ]),
    weight_hh: context.parameter(draw(rows, columns, substream(stream, 1)), [rows, columns]),
    bias: context.parameter(bias, [4 * hiddenSize]),
  };
}

/** From the open input gate, candidate, output gate, and what the children's memories leave, to the state. */
export function treeLstmState(i: Tensor, g: Tensor, o: Tensor, kept: Tensor | undefined): TreeState {
  const written = multiply(i, g);
  const c = kept ? add(written, kept) : written;
  return { h: multiply(o, tanh(c)), c };
}
