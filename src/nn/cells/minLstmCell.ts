import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { negate } from '../../tensor/operations/negate.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { softplus } from '../../tensor/operations/softplus.ts';
import { split } from '../../tensor/operations/split.ts';
import { subtract } from '../../tensor/operations/subtract.ts';
import type { Cell } from './cell.ts';
import { type InputOptions, inputWeights } from './inputWeights.ts';
import { scannedCell } from './scannedCell.ts';

/**
 * Minimal long short-term memory (Feng et al., "Were RNNs all we needed?", 2024): gates that do not depend on the state
 * and add up to 1, no output gate, one state.
 *
 *     f = sigmoid(W_f x + b_f)       forget gate
 *     i = sigmoid(W_i x + b_i)       input gate
 *     n = W_n x + b_n                candidate
 *     h' = f / (f + i) h + i / (f + i) n
 *
 * x [b, I], h [b, H]. Gate order in the weights: f, i, n. State: h. Parameters: `weight_ih` [3H, I], `bias_ih` [3H]; with
 * `norm` also `gain_ih` [3H]. A trace has the gates as they are used, divided by their sum. Throws `bad-argument`.
 */
export function minLstmCell(context: Context, options: InputOptions): Cell {
  const { hiddenSize } = options;
  return scannedCell({
    kind: 'minlstm',
    options,
    parameters: inputWeights(context, 3, options),
    scan: 'minLstm',
    gates(projected) {
      const [forget, input, n] = split(projected, [hiddenSize, hiddenSize, hiddenSize], 1);
      // f / (f + i) = sigmoid(log f - log i), which holds where both vanish.
      const odds = subtract(softplus(negate(input)), softplus(negate(forget)));
      return { f: sigmoid(odds), i: sigmoid(negate(odds)), n };
    },
    next: ({ f, i, n }, h) => add(multiply(f, h), multiply(i, n)),
  });
}
