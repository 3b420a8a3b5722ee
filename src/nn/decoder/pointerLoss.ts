import { abs } from '../../tensor/operations/abs.ts';
import { add } from '../../tensor/operations/add.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { log } from '../../tensor/operations/log.ts';
import { maximum } from '../../tensor/operations/maximum.ts';
import { negate } from '../../tensor/operations/negate.ts';
import { poolRows } from '../../tensor/operations/poolRows.ts';
import { softplus } from '../../tensor/operations/softplus.ts';
import { subtract } from '../../tensor/operations/subtract.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { QueryRows } from '../attention/queryRows.ts';

/** Takes a way of writing a symbol out of consideration: its probability is e to the minus this. */
const FAR = 1e4;
/** Below it a weight is taken for this, where its logarithm is asked for. */
const TINY = 1e-30;

export interface Pointing {
  /** [Q]: -log P_vocabulary of each wanted symbol; of any symbol for those beyond the vocabulary. */
  readonly losses: Tensor;
  /** [Q]: g, by `PointerGenerator`. */
  readonly gate: Tensor;
  /** [W], as `rows` lays them out. */
  readonly weights: Tensor;
  readonly rows: QueryRows;
  /** V, the symbols of the vocabulary: higher numbers are for what only a source has. */
  readonly symbols: number;
  /** The symbols of each source. */
  readonly sources: readonly Int32Array[];
  /** [Q]: the wanted symbols. */
  readonly wanted: ArrayLike<number>;
}

/**
 * -log(p P_vocabulary(y) + (1 - p) sum of the weights where the source has y) of each step, p = sigmoid(g): [Q] (See et al.,
 * 2017).
 */
export function pointerLoss({ losses, gate, weights, rows, symbols, sources, wanted }: Pointing): Tensor {
  const { context } = weights;
  const places: number[] = [];
  const owners: number[] = [];
  rows.sources.forEach((source, row) => {
    sources[source].forEach((symbol, k) => {
      if (symbol !== wanted[row]) return;
      places.push(rows.starts[row] + k);
      owners.push(row);
    });
  });
  const index = (values: readonly number[]): Tensor => context.tensor(values, [values.length], 'int32');
  const copied = poolRows(gatherRows(weights, index(places)), index(owners), rows.count, 'sum');
  const away = (isAway: (row: number) => boolean): Tensor =>
    context.tensor(
      Float32Array.from({ length: rows.count }, (_, row) => (isAway(row) ? -FAR : 0)),
      [rows.count],
    );
  const inSource = new Set(owners);
  // log(p P_vocabulary) and log((1 - p) weights): of their sum the greater is taken out, so that neither is lost.
  const written = add(
    negate(add(softplus(negate(gate)), losses)),
    away((row) => wanted[row] >= symbols),
  );
  const pointed = add(
    subtract(log(maximum(copied, TINY)), softplus(gate)),
    away((row) => !inSource.has(row)),
  );
  const apart = softplus(negate(abs(subtract(written, pointed))));
  return negate(add(maximum(written, pointed), apart));
}
