import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows, scatterAddRows } from '../../tensor/operations/gatherRows.ts';
import { log } from '../../tensor/operations/log.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { negate } from '../../tensor/operations/negate.ts';
import { reshape } from '../../tensor/operations/reshape.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { softmax } from '../../tensor/operations/softmax.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Pointing } from './pointerLoss.ts';

/**
 * The log-probabilities of all symbols: [b, V'], where V' is V or one more than the highest symbol of a source. `scores`:
 * those of the vocabulary, [b, V].
 */
export function pointerScores(
  scores: Tensor,
  { gate, weights, rows, sources }: Pick<Pointing, 'gate' | 'weights' | 'rows' | 'sources'>,
): Tensor {
  const { context } = scores;
  const [count, symbols] = scores.shape;
  const all = sources.reduce((most, own) => own.reduce((a, b) => Math.max(a, b + 1), most), symbols);
  const vocabulary = multiply(softmax(scores), reshape(sigmoid(gate), [count, 1]));
  const written =
    all === symbols ? vocabulary : concatenate([vocabulary, context.zeros([count, all - symbols])], 1);
  const places = new Int32Array(rows.total);
  rows.sources.forEach((source, row) => {
    sources[source].forEach((symbol, k) => {
      places[rows.starts[row] + k] = row * all + symbol;
    });
  });
  const shares = multiply(weights, gatherRows(sigmoid(negate(gate)), rows.ownersOn(context)));
  const copied = scatterAddRows(shares, context.tensor(places, [rows.total], 'int32'), count * all);
  return log(add(written, reshape(copied, [count, all])));
}
