/** A unit is dead where its state never is further from 0, and stuck where it otherwise never moves by more. */
export const STILL = 1e-3;

/** What the units of a state did, over all steps. */
export interface UnitStatistics {
  /** By unit: mean and standard deviation. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** Units that are 0, and units that always have one other value: neither carries anything. Numbers from 0. */
  readonly dead: readonly number[];
  readonly stuck: readonly number[];
}

export interface UnitCollector {
  /** Takes rows [N, H]. */
  add(values: ArrayLike<number>): void;
  result(): UnitStatistics;
}

/** Collects a state of H units. */
export function unitCollector(units: number): UnitCollector {
  const [sums, squares] = [new Float64Array(units), new Float64Array(units)];
  const low = new Float64Array(units).fill(Infinity);
  const high = new Float64Array(units).fill(-Infinity);
  let rows = 0;
  return {
    add(values) {
      for (let k = 0; k < values.length; k++) {
        const [unit, value] = [k % units, values[k]];
        sums[unit] += value;
        squares[unit] += value * value;
        if (value < low[unit]) low[unit] = value;
        if (value > high[unit]) high[unit] = value;
      }
      rows += values.length / units;
    },
    result() {
      const all = Array.from({ length: units }, (_, unit) => unit);
      const mean = all.map((unit) => sums[unit] / rows);
      const dead = all.filter((unit) => Math.max(Math.abs(low[unit]), Math.abs(high[unit])) <= STILL);
      return {
        mean,
        deviation: all.map((unit) => Math.sqrt(Math.max(0, squares[unit] / rows - mean[unit] ** 2))),
        dead,
        stuck: all.filter((unit) => high[unit] - low[unit] <= STILL && !dead.includes(unit)),
      };
    },
  };
}
