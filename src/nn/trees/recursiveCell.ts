import { type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { reshape } from '../../tensor/operations/reshape.ts';
import { sum } from '../../tensor/operations/sum.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import { uniform } from '../initialise/uniform.ts';
import type { TreeCell } from './treeCell.ts';

/**
 * The recursive neural network, h = tanh(x + W a + b), where a = [h_1; ...; h_A] are the A children side by side (Socher
 * et al., "Parsing natural scenes and natural language with recursive neural networks", 2011). With `tensor` the
 * recursive neural tensor network, h = tanh(x + a^T V a + W a + b) (Socher et al., "Recursive deep models for semantic
 * compositionality over a sentiment treebank", 2013). The vector x [H] of a node's word enters as it is: a leaf is
 * tanh(x). `weight` [H, A H], `bias` [H], `tensor` [H A H, A H]. A missing child counts as zeros.
 */
export function recursiveCell(
  context: Context,
  options: { hiddenSize: number; arity: number; tensor?: boolean; stream: Stream },
): TreeCell {
  const { hiddenSize, arity, tensor: bilinear = false, stream } = options;
  const width = arity * hiddenSize;
  const draw = (rows: number, range: number, place: number): Float32Array | Float64Array =>
    Float32Array.from(uniform(range)(rows, width, substream(stream, place)));
  const weight = context.parameter(draw(hiddenSize, 1 / Math.sqrt(width), 0), [hiddenSize, width]);
  const bias = context.parameter(new Float32Array(hiddenSize), [hiddenSize]);
  const tensor = bilinear
    ? context.parameter(draw(hiddenSize * width, 1 / (2 * width), 1), [hiddenSize * width, width])
    : undefined;
  return {
    inputSize: hiddenSize,
    hiddenSize,
    arity,
    parameters: { weight, bias, ...(tensor ? { tensor } : {}) },
    project: (x) => x,
    step(projected, children) {
      if (!children) return { h: tanh(projected) };
      const [nodes] = projected.shape;
      const a = concatenate(
        children.byRank.map((index) => gatherRows(children.state.h, index)),
        1,
      );
      const first = add(projected, linear(a, weight, bias));
      if (!tensor) return { h: tanh(first) };
      const products = reshape(linear(a, tensor), [nodes, hiddenSize, width]);
      return { h: tanh(add(first, sum(multiply(products, reshape(a, [nodes, 1, width])), -1))) };
    },
  };
}
