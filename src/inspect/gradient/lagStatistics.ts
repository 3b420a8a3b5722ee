import { quantileAt } from '../quantileAt.ts';
import { effectiveMemory } from './effectiveMemory.ts';

/** A gradient has exploded where it is more than so many times that at lag 0. */
export const EXPLODED = 10;

/** Lags that fewer of the answers reach back to are left out. */
const LEAST_SHARE = 0.1;

/** Norms of dL/dstate by lag, over the answers that reach back so far. All lists are by lag, from 0. */
export interface LagStatistics {
  readonly mean: readonly number[];
  /** The quantiles at 10, 50 and 90 %. */
  readonly low: readonly number[];
  readonly median: readonly number[];
  readonly high: readonly number[];
  /** How many answers reach back so far. */
  readonly counts: readonly number[];
  /** The mean as a share of that at lag 0 of the same answers. */
  readonly shares: readonly number[];
  /** The lag from which on less than 1 % of the gradient is left; null: longer than was measured. */
  readonly memory: number | null;
  /** The same by unit. */
  readonly unitMemory: readonly (number | null)[];
  /** The share of the answers whose gradient is, at some lag, more than ten times that at lag 0. */
  readonly exploding: number;
}

export interface LagCollector {
  /** Takes the gradients of one answer by lag: `row(lag)` gives where dL/dstate [R] begins in `values`, for lags below `count`. */
  add(values: ArrayLike<number>, count: number, row: (lag: number) => number): void;
  result(): LagStatistics;
}

/** Collects the gradients of a state of R units, answer by answer. */
export function lagCollector(units: number): LagCollector {
  /** By lag: the norms of the answers that reach it, beside theirs at lag 0. */
  const norms: number[][] = [];
  const starts: number[][] = [];
  /** By lag: the sum of the absolute values of each unit. */
  const unitSums: Float64Array[] = [];
  let [answers, exploded] = [0, 0];
  return {
    add(values, count, row) {
      if (count === 0) return;
      let [start, greatest] = [0, 0];
      for (let lag = 0; lag < count; lag++) {
        if (lag === norms.length) {
          norms.push([]);
          starts.push([]);
          unitSums.push(new Float64Array(units));
        }
        const at = row(lag);
        let squares = 0;
        for (let unit = 0; unit < units; unit++) {
          const value = values[at + unit];
          squares += value * value;
          unitSums[lag][unit] += Math.abs(value);
        }
        const norm = Math.sqrt(squares);
        if (lag === 0) start = norm;
        greatest = Math.max(greatest, norm);
        norms[lag].push(norm);
        starts[lag].push(start);
      }
      answers++;
      if (greatest > EXPLODED * start) exploded++;
    },
    result() {
      const measured = norms.filter((own) => own.length >= LEAST_SHARE * answers);
      const sorted = measured.map((own) => Float64Array.from(own).sort());
      const at = (level: number): number[] => sorted.map((own) => quantileAt(own, level));
      const shares = measured.map((own, lag) => total(own) / (total(starts[lag]) || 1));
      const unitShares = (unit: number): number[] =>
        measured.map((own, lag) => (unitSums[lag][unit] * answers) / (own.length * unitSums[0][unit] || 1));
      return {
        mean: measured.map((own) => total(own) / own.length),
        low: at(0.1),
        median: at(0.5),
        high: at(0.9),
        counts: measured.map((own) => own.length),
        shares,
        memory: effectiveMemory(shares),
        unitMemory: Array.from({ length: units }, (_, unit) => effectiveMemory(unitShares(unit))),
        exploding: answers === 0 ? 0 : exploded / answers,
      };
    },
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
