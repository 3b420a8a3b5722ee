import { anchorTerms } from './anchors.ts';
import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import { writeLags } from './lags.ts';
import { reachOf } from './reachOf.ts';
import type { Source } from './source.ts';

/** A stretch of a series that the network reads from `start` to before `end`, and forecasts from steps `from` on. */
export interface Stretch {
  /** Index of the source. */
  readonly source: number;
  readonly start: number;
  readonly from: number;
  readonly end: number;
}

/** Steps that may be forecast, by source: learned from, or measured on. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What a pass computes on: N steps read, R states that forecast, Q values forecast. Plain data. */
export interface ForecastBatch {
  /** [N * I], one stretch after another. */
  readonly inputs: Float32Array;
  /** [B] */
  readonly lengths: Int32Array;
  /** [B] each: what keys the random masks. */
  readonly ids: Int32Array;
  readonly firstTimes: Int32Array;
  /** [R] steps, as rows of the inputs. */
  readonly rows: Int32Array;
  /** [Q] rows of [R * M * K]: which state forecasts which target how far ahead. */
  readonly pairs: Int32Array;
  /** [Q] rows of [M * K]: the target and the distance alone. */
  readonly slots: Int32Array;
  /** [Q * J] terms of the anchor, in units of its spread. */
  readonly terms: Float32Array;
  /** [R * M * L] what the linear part looks at, on the local scale of a series. */
  readonly lags: Float32Array;
  /** [Q] the values to forecast, from the last value and in units of the spread; 0 where all are wanted. */
  readonly targets: Float32Array;
  /** [Q] what leads to the own units of the values: `offsets + factors x`, on logarithms to these. */
  readonly offsets: Float32Array;
  readonly factors: Float32Array;
  /** [Q * E] what is known of the steps to forecast. */
  readonly ahead: Float32Array;
  /** [B * V] what each series is. */
  readonly membership: Float32Array;
}

/**
 * Puts stretches together. With `ranges` only values that are observed and in their source's range are forecast;
 * without, all steps that a state forecasts of all targets.
 */
export function forecastBatch(
  sources: readonly Source[],
  stretches: readonly Stretch[],
  architecture: ForecastArchitecture,
  { spreads, inputMeans }: ForecastUnits,
  ranges?: readonly Range[],
): ForecastBatch {
  const { lags } = architecture;
  const M = architecture.targets.length;
  const horizon = reachOf(architecture);
  const width = inputMeans.length;
  const slotsPerRow = M * horizon;
  const terms = anchorTerms(architecture.period, architecture.known.length);
  const J = terms.names.length;
  const lengths = Int32Array.from(stretches, ({ start, end }) => end - start);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const most = stretches.reduce((sum, { from, end }) => sum + end - from, 0);
  const inputs = new Float32Array(total * width);
  const rows: number[] = [];
  const pairs = new Int32Array(most * slotsPerRow);
  const slots = new Int32Array(most * slotsPerRow);
  const anchors = new Float32Array(most * slotsPerRow * J);
  const targets = new Float32Array(most * slotsPerRow);
  const E = architecture.known.length;
  const ahead = new Float32Array(most * slotsPerRow * E);
  const offsets = new Float32Array(most * slotsPerRow);
  const factors = new Float32Array(most * slotsPerRow);
  const past = new Float32Array(most * M * lags);
  let q = 0;
  let row = 0;
  for (const { source, start, from, end } of stretches) {
    const { frame, inputs: own, sums, local } = sources[source];
    const range = ranges?.[source];
    const known = frame.known.map(({ values }) => values);
    inputs.set(own.subarray(start * width, end * width), row * width);
    for (let t = from; t < end; t++) {
      const before = q;
      frame.targets.forEach(({ values, observed }, target) => {
        for (let h = 1; h <= horizon; h++) {
          const at = t + h;
          if (range && !(at >= range.from && at < range.to && observed[at] === 1)) continue;
          const slot = target * horizon + h - 1;
          const size = spreads[slot] * local[target][t];
          const unit = 1 / size;
          pairs[q] = rows.length * slotsPerRow + slot;
          slots[q] = slot;
          terms.write(values, sums[target], t, h, known, anchors, q * J);
          for (let j = q * J; j < (q + 1) * J; j++) anchors[j] *= unit;
          known.forEach((own, k) => {
            ahead[q * E + k] = own[Math.min(at, own.length - 1)];
          });
          const { shift, scale } = frame.scales[target];
          offsets[q] = shift + scale * values[t];
          factors[q] = scale * size;
          if (range) targets[q] = (values[at] - values[t]) * unit;
          q++;
        }
      });
      if (q === before) continue;
      frame.targets.forEach(({ values }, target) =>
        writeLags(values, t, lags, local[target][t], past, (rows.length * M + target) * lags),
      );
      rows.push(row + t - start);
    }
    row += end - start;
  }
  return {
    inputs,
    lengths,
    ids: Int32Array.from(stretches, ({ source }) => source),
    firstTimes: Int32Array.from(stretches, ({ start }) => start),
    rows: Int32Array.from(rows),
    pairs: pairs.slice(0, q),
    slots: slots.slice(0, q),
    terms: anchors.slice(0, q * J),
    targets: targets.slice(0, q),
    offsets: offsets.slice(0, q),
    factors: factors.slice(0, q),
    ahead: ahead.slice(0, q * E),
    membership: Float32Array.from(stretches.flatMap(({ source }) => Array.from(sources[source].membership))),
    lags: past.slice(0, rows.length * M * lags),
  };
}
