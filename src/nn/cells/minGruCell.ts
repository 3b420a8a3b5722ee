import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { split } from '../../tensor/operations/split.ts';
import { subtract } from '../../tensor/operations/subtract.ts';
import type { Cell } from './cell.ts';
import { type InputOptions, inputWeights } from './inputWeights.ts';
import { scannedCell } from './scannedCell.ts';

/**
 * Minimal gated recurrent unit (Feng et al., "Were RNNs all we needed?", 2024): a GRU whose gate and candidate do not
 * depend on the state, so that those of all steps are made at once.
 *
 *     z = sigmoid(W_z x + b_z)       update gate
 *     n = W_n x + b_n                candidate
 *     h' = (1 - z) h + z n
 *
 * x [b, I], h [b, H]. Gate order in the weights: z, n. State: h. Parameters: `weight_ih` [2H, I], `bias_ih` [2H]; with
 * `norm` also `gain_ih` [2H]. Throws `bad-argument`.
 */
export function minGruCell(context: Context, options: InputOptions): Cell {
  const { hiddenSize } = options;
  return scannedCell({
    kind: 'mingru',
    options,
    parameters: inputWeights(context, 2, options),
    scan: 'minGru',
    gates(projected) {
      const [update, n] = split(projected, [hiddenSize, hiddenSize], 1);
      return { z: sigmoid(update), n };
    },
    next: ({ z, n }, h) => add(h, multiply(z, subtract(n, h))),
  });
}
