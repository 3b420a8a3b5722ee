import { kernel } from './kernel.ts';
import { type Memory, NONE } from './memory.ts';

/** The sizes and offsets that say who reads what. */
interface Readers {
  readonly table: number;
  readonly weights: number;
  readonly centre: number;
  readonly sources: number;
  readonly queries: number;
  readonly reach: number;
  readonly gaussian: number;
}

/** A query row, and the positions of its source that it reads. */
interface Reader {
  readonly query: number;
  /** Its source's first row of keys and values. */
  readonly row: number;
  /** Of all positions. */
  readonly length: number;
  /** Those that it reads: from, and before to. */
  readonly from: number;
  readonly to: number;
  /** Where its weights are in the heap, and in arrays like them. */
  readonly weights: number;
  readonly at: number;
  /** The Gaussian of a window at a position, and the derivative of its logarithm by the centre. */
  readonly gaussian: (position: number) => number;
  readonly pull: (position: number) => number;
}

/**
 * Visits the query rows by source. `table` is int32: the first row of each source, sources + 1; where the query rows of
 * each source begin in the following list, sources + 1; the query rows by source; and where the weights of each query
 * row begin. Without `centre` all positions are read, with it those at most `reach` from it.
 */
function forEachReader({ f, i }: Memory, readers: Readers, visit: (reader: Reader) => void): void {
  const { table, weights, centre, sources, queries, reach, gaussian } = readers;
  const groups = table + sources + 1;
  const bySource = groups + sources + 1;
  for (let source = 0; source < sources; source++) {
    const row = i[table + source];
    const length = i[table + source + 1] - row;
    for (let k = i[groups + source]; k < i[groups + source + 1]; k++) {
      const query = i[bySource + k];
      const at = i[bySource + queries + query];
      const middle = centre === NONE ? 0 : f[centre + query];
      const low = centre === NONE ? 0 : Math.ceil(middle - reach);
      const high = centre === NONE ? length : Math.floor(middle + reach) + 1;
      const away = (position: number): number => position - middle;
      visit({
        query,
        row,
        length,
        from: low > 0 ? Math.min(low, length) : 0,
        to: high < length ? Math.max(high, 0) : length,
        weights: weights + at,
        at,
        gaussian: (position) => (gaussian ? Math.exp((-2 * away(position) ** 2) / reach ** 2) : 1),
        pull: (position) => (gaussian ? (4 * away(position)) / reach ** 2 : 0),
      });
    }
  }
}

/**
 * Reads sources of different lengths, S positions in all. With q = query[query row], k(s) = keys[s] of `size` units, and c(s)
 * the coverage: scores e(s) = v · tanh(q + k(s) + c(s) coverageWeight), or q · k(s) where v is NONE; weights a = softmax(e) over the
 * positions that a query row reads, times exp(-2 (s - centre)^2 / reach^2) if `gaussian`, 0 at others; context[query row,
 * width] = sum over s of a(s) values[s]. `table`, `centre`, `reach`: see forEachReader; weights[total] and coverage[total] lie
 * as it says. Each of v, coverage, centre may be NONE.
 */
export const attentionForward = kernel(
  'attentionForward',
  [
    'query',
    'keys',
    'values',
    'v',
    'coverage',
    'coverageWeight',
    'centre',
    'table',
    'weights',
    'context',
    'queries',
    'sources',
    'total',
    'size',
    'width',
    'reach',
    'gaussian',
  ],
  (memory, args) => {
    const { f } = memory;
    const { query, keys, values, v, coverage, coverageWeight, context, size, width } = args;
    forEachReader(memory, args, ({ query: asks, row, length, from, to, weights, at, gaussian }) => {
      const score = (s: number): number => {
        let sum = 0;
        for (let j = 0; j < size; j++) {
          const q = f[query + asks * size + j];
          const k = f[keys + (row + s) * size + j];
          const read = coverage === NONE ? 0 : f[coverage + at + s] * f[coverageWeight + j];
          sum += v === NONE ? q * k : f[v + j] * Math.tanh(q + k + read);
        }
        return sum;
      };
      f.fill(0, weights, weights + length);
      f.fill(0, context + asks * width, context + (asks + 1) * width);
      const scores = Array.from({ length: Math.max(0, to - from) }, (_, k) => score(from + k));
      const top = scores.reduce((most, e) => Math.max(most, e), -Infinity);
      const powers = scores.map((e) => Math.exp(e - top));
      const total = powers.reduce((sum, power) => sum + power, 0);
      powers.forEach((power, k) => {
        f[weights + from + k] = (power / total) * gaussian(from + k);
        for (let j = 0; j < width; j++)
          f[context + asks * width + j] += f[weights + from + k] * f[values + (row + from + k) * width + j];
      });
    });
  },
  ({ v, total, size, width }) => total * ((v === NONE ? 1 : 12) * size + width),
);

/**
 * The gradients of everything from dcontext and dweights, each of which may be NONE for 0; tanh is computed again. Each gradient may be
 * NONE too: not wanted; dcoverageWeight and dcoverage come with dv or not. dkeys and dvalues are added to what is there if
 * `addKeys`, `addValues`; where they are one array, dkeys comes first. Those of a source are summed over its query rows in
 * their order; dv and dcoverageWeight are sums over sources of sums over their query rows.
 */
export const attentionBackward = kernel(
  'attentionBackward',
  [
    'query',
    'keys',
    'values',
    'v',
    'coverage',
    'coverageWeight',
    'centre',
    'table',
    'weights',
    'dcontext',
    'dweights',
    'dquery',
    'dkeys',
    'dvalues',
    'dv',
    'dcoverage',
    'dcoverageWeight',
    'dcentre',
    'queries',
    'sources',
    'total',
    'size',
    'width',
    'reach',
    'gaussian',
    'addKeys',
    'addValues',
  ],
  (memory, args) => {
    const { f, i } = memory;
    const { query, keys, values, v, coverage, coverageWeight, dcontext, dweights } = args;
    const { table, sources, queries, total, size, width } = args;
    const positions = i[table + sources];
    const clear = (offset: number, count: number): void => {
      if (offset !== NONE) f.fill(0, offset, offset + count);
    };
    const add = (offset: number, at: number, value: number): void => {
      if (offset !== NONE) f[offset + at] += value;
    };
    clear(args.dquery, queries * size);
    if (!args.addKeys) clear(args.dkeys, positions * size);
    if (!args.addValues) clear(args.dvalues, positions * width);
    clear(args.dv, size);
    clear(args.dcoverage, total);
    clear(args.dcoverageWeight, size);
    clear(args.dcentre, queries);
    forEachReader(memory, args, ({ query: asks, row, from, to, weights, at, gaussian, pull }) => {
      /** The gradient of each weight, of each share before the Gaussian, and the shares. */
      const slopes: number[] = [];
      const shares: number[] = [];
      for (let s = from; s < to; s++) {
        let slope = dweights === NONE ? 0 : f[dweights + at + s];
        for (let j = 0; j < width && dcontext !== NONE; j++) {
          slope += f[dcontext + asks * width + j] * f[values + (row + s) * width + j];
          add(args.dvalues, (row + s) * width + j, f[weights + s] * f[dcontext + asks * width + j]);
        }
        add(args.dcentre, asks, slope * f[weights + s] * pull(s));
        slopes.push(slope * gaussian(s));
        shares.push(f[weights + s] / gaussian(s));
      }
      const mean = slopes.reduce((sum, slope, k) => sum + slope * shares[k], 0);
      slopes.forEach((slope, k) => {
        const s = from + k;
        const slopeOfScore = shares[k] * (slope - mean);
        for (let j = 0; j < size; j++) {
          const [own, key] = [asks * size + j, (row + s) * size + j];
          if (v === NONE) {
            add(args.dquery, own, slopeOfScore * f[keys + key]);
            add(args.dkeys, key, slopeOfScore * f[query + own]);
            continue;
          }
          const read = coverage === NONE ? 0 : f[coverage + at + s];
          const weight = coverage === NONE ? 0 : f[coverageWeight + j];
          const y = Math.tanh(f[query + own] + f[keys + key] + read * weight);
          const inner = slopeOfScore * f[v + j] * (1 - y * y);
          add(args.dv, j, slopeOfScore * y);
          add(args.dquery, own, inner);
          add(args.dkeys, key, inner);
          add(args.dcoverage, at + s, inner * weight);
          add(args.dcoverageWeight, j, inner * read);
        }
      });
    });
  },
  ({ v, total, size, width }) => total * ((v === NONE ? 2 : 16) * size + 2 * width),
);
