import { add } from '../../../src/tensor/operations/add.ts';
import { exp } from '../../../src/tensor/operations/exp.ts';
import { gatherRows, scatterAddRows } from '../../../src/tensor/operations/gatherRows.ts';
import { linear } from '../../../src/tensor/operations/linear.ts';
import { multiply } from '../../../src/tensor/operations/multiply.ts';
import { poolRows } from '../../../src/tensor/operations/poolRows.ts';
import { reshape } from '../../../src/tensor/operations/reshape.ts';
import { segmentSoftmax } from '../../../src/tensor/operations/segmentSoftmax.ts';
import { square } from '../../../src/tensor/operations/square.ts';
import { subtract } from '../../../src/tensor/operations/subtract.ts';
import { sum } from '../../../src/tensor/operations/sum.ts';
import { tanh } from '../../../src/tensor/operations/tanh.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import type { Attended } from '../../../src/nn/attention/attention.ts';
import type { QueryRows } from '../../../src/nn/attention/queryRows.ts';
import type { Reading, Window } from '../../../src/nn/attention/readSources.ts';

/** `readSources` by operations, over the pairs of a query row and a position: what its kernels are compared with. */
export function plainReading({ query, keys, values, rows, additive, window }: Reading): Attended {
  const { context } = query;
  const pairs = pairsOf(rows, window);
  const [owner, key, place] = [pairs.query, pairs.key, pairs.place].map((list) =>
    context.tensor(list, [list.length], 'int32'),
  );
  const asked = gatherRows(query, owner);
  const compared = gatherRows(keys, key);
  const scores = (): Tensor => {
    if (!additive) return sum(multiply(asked, compared), 1, true);
    const { v, coverage } = additive;
    const size = [1, v.size];
    const both = add(asked, compared);
    const all = coverage
      ? add(
          both,
          multiply(
            gatherRows(reshape(coverage.sums, [rows.total, 1]), place),
            reshape(coverage.weight, size),
          ),
        )
      : both;
    return linear(tanh(all), reshape(v, size));
  };
  const shares = segmentSoftmax(scores(), owner, rows.count);
  const weights = window?.gaussian
    ? multiply(shares, gaussian(window, owner, context.tensor(pairs.position, [pairs.position.length, 1])))
    : shares;
  return {
    context: poolRows(multiply(gatherRows(values, key), weights), owner, rows.count, 'sum'),
    weights: scatterAddRows(reshape(weights, [weights.size]), place, rows.total),
  };
}

/** exp(-(s - centre)^2 / (2 (reach / 2)^2)), [pairs, 1]. */
function gaussian({ centre, reach }: Window, owner: Tensor, position: Tensor): Tensor {
  const away = subtract(gatherRows(reshape(centre, [centre.size, 1]), owner), position);
  return exp(multiply(square(away), -2 / reach ** 2));
}

/** Query row, row of the keys, position in the source and place among the weights of each pair that is within the window. */
function pairsOf(
  rows: QueryRows,
  window: Window | undefined,
): Record<'query' | 'key' | 'position' | 'place', number[]> {
  const pairs = {
    query: [] as number[],
    key: [] as number[],
    position: [] as number[],
    place: [] as number[],
  };
  const centres = window?.centre.toArray();
  rows.sources.forEach((source, row) => {
    for (let s = 0; s < rows.source.lengths[source]; s++) {
      if (window && centres && Math.abs(s - centres[row]) > window.reach) continue;
      pairs.query.push(row);
      pairs.key.push(rows.source.starts[source] + s);
      pairs.position.push(s);
      pairs.place.push(rows.starts[row] + s);
    }
  });
  return pairs;
}
