import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { split } from '../../tensor/operations/split.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { TreeCell } from './treeCell.ts';
import { type TreeLstmOptions, treeLstmState, treeLstmWeights } from './treeLstmWeights.ts';

/**
 * The N-ary Tree-LSTM (Tai, Socher and Manning, 2015), for nodes of at most A ordered children, with
 * a = [h_1; ...; h_A] and zeros for a missing child:
 *
 *     i = sigmoid(W_i x + U_i a + b_i)   f_k = sigmoid(W_f x + U_fk a + b_f)   g = tanh(W_g x + U_g a + b_g)
 *     o = sigmoid(W_o x + U_o a + b_o)   c = i g + sum_k f_k c_k               h = o tanh(c)
 *
 * `weight_ih` [4H, I] and `bias` [4H], gates i, f, g, o; `weight_hh` [(3 + A) H, A H], gates i, f_1 ... f_A, g, o.
 */
export function naryLstmCell(
  context: Context,
  options: TreeLstmOptions & { readonly arity: number },
): TreeCell {
  const { inputSize, hiddenSize: size, arity } = options;
  const parameters = treeLstmWeights(context, options, [(3 + arity) * size, arity * size]);
  const { weight_ih, weight_hh, bias } = parameters;
  return {
    inputSize,
    hiddenSize: size,
    arity,
    parameters,
    project: (x) => linear(x, weight_ih, bias),
    step(projected, children) {
      const [xi, xf, xg, xo] = split(projected, [size, size, size, size], 1);
      if (!children) return treeLstmState(sigmoid(xi), tanh(xg), sigmoid(xo), undefined);
      const { state, byRank } = children;
      const a = concatenate(
        byRank.map((index) => gatherRows(state.h, index)),
        1,
      );
      const sizes = new Array<number>(3 + arity).fill(size);
      const [hi, ...rest] = split(linear(a, weight_hh), sizes, 1);
      const [hg, ho] = rest.slice(arity);
      const kept = byRank
        .map((index, k) => multiply(sigmoid(add(xf, rest[k])), gatherRows(state.c, index)))
        .reduce((left, right) => add(left, right));
      return treeLstmState(sigmoid(add(xi, hi)), tanh(add(xg, hg)), sigmoid(add(xo, ho)), kept);
    },
  };
}
