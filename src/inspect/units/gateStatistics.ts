/** Shut and open beyond these. */
export const SHUT = 0.1;
export const OPEN = 0.9;

/** What a gate did, over all steps and units. */
export interface GateStatistics {
  readonly gate: string;
  readonly mean: number;
  /** The share of its values below 0.1; of what is squashed into (-1, 1), below -0.9. */
  readonly shut: number;
  /** The share above 0.9. */
  readonly open: number;
  /** By unit: the mean. */
  readonly unitMean: readonly number[];
}

export interface GateCollector {
  /** Takes rows [N, H]. */
  add(values: ArrayLike<number>): void;
  result(): GateStatistics;
}

/** Collects the values of a gate of H units; `low` is where it counts as shut. */
export function gateCollector(gate: string, units: number, low: number): GateCollector {
  const sums = new Float64Array(units);
  let [count, shut, open] = [0, 0, 0];
  return {
    add(values) {
      for (let k = 0; k < values.length; k++) {
        const value = values[k];
        sums[k % units] += value;
        if (value < low) shut++;
        else if (value > OPEN) open++;
      }
      count += values.length;
    },
    result: () => ({
      gate,
      mean: sums.reduce((a, b) => a + b, 0) / count,
      shut: shut / count,
      open: open / count,
      unitMean: Array.from(sums, (sum) => (sum * units) / count),
    }),
  };
}
