import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows, scatterAddRows } from '../../tensor/operations/gatherRows.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { split } from '../../tensor/operations/split.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { TreeCell } from './treeCell.ts';
import { type TreeLstmOptions, treeLstmState, treeLstmWeights } from './treeLstmWeights.ts';

/**
 * The child-sum Tree-LSTM (Tai, Socher and Manning, "Improved semantic representations from tree-structured long
 * short-term memory networks", 2015), for nodes of any number of children k in no order, with s = sum_k h_k:
 *
 *     i = sigmoid(W_i x + U_i s + b_i)   f_k = sigmoid(W_f x + U_f h_k + b_f)   g = tanh(W_g x + U_g s + b_g)
 *     o = sigmoid(W_o x + U_o s + b_o)   c = i g + sum_k f_k c_k                h = o tanh(c)
 *
 * On a chain it is the LSTM. `weight_ih` [4H, I], `weight_hh` [4H, H], `bias` [4H]; gates i, f, g, o.
 */
export function childSumLstmCell(context: Context, options: TreeLstmOptions): TreeCell {
  const { inputSize, hiddenSize: size } = options;
  const parameters = treeLstmWeights(context, options, [4 * size, size]);
  const { weight_ih, weight_hh, bias } = parameters;
  return {
    inputSize,
    hiddenSize: size,
    arity: Infinity,
    parameters,
    project: (x) => linear(x, weight_ih, bias),
    step(projected, children) {
      const [xi, xf, xg, xo] = split(projected, [size, size, size, size], 1);
      if (!children) return treeLstmState(sigmoid(xi), tanh(xg), sigmoid(xo), undefined);
      const { state, owners } = children;
      const [nodes] = projected.shape;
      const [ui, uf, ug, uo] = split(weight_hh, [size, size, size, size]);
      const total = scatterAddRows(state.h, owners, nodes);
      const gates = linear(total, concatenate([ui, ug, uo]));
      const [hi, hg, ho] = split(gates, [size, size, size], 1);
      const f = sigmoid(add(gatherRows(xf, owners), linear(state.h, uf)));
      const kept = scatterAddRows(multiply(f, state.c), owners, nodes);
      return treeLstmState(sigmoid(add(xi, hi)), tanh(add(xg, hg)), sigmoid(add(xo, ho)), kept);
    },
  };
}
