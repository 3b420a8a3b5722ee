import type { Scale } from '../../data/scale/scale.ts';
import { anchorTerms } from './anchors.ts';
import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import type { Range } from './forecastBatch.ts';
import type { Frame } from './frame.ts';
import { inputNames, inputsOf } from './inputs.ts';
import { fitLags, writeLags } from './lags.ts';
import { localScales } from './localScale.ts';
import { reachOf } from './reachOf.ts';
import { runningSums } from './runningSums.ts';
import { solve } from './solve.ts';

/** Penalty of the regression, in squared units of the scale of a series. */
const RIDGE = 1;
/** Pairs of steps that a regression looks at, at most. */
const MOST = 20_000;
/** The least spread, for series that the anchor forecasts exactly. */
const LEAST = 1e-3;

/** Where training starts: units, and the weights of the anchors [M * K * J] and of the lags. */
export interface StartingPoint {
  readonly units: ForecastUnits;
  readonly anchors: Float32Array;
  /** [M * K * L], in units of the spread. */
  readonly lags: Float32Array;
}

/**
 * Measures inputs, fits the weights of the lags, then those of the anchors to what these leave, by ridge regression, step
 * by step ahead, and measures the spread of the errors that are left. `known`: the scales of what is known ahead;
 * `ranges`: the steps of each frame that may be looked at; states before `warm` are left out.
 */
export function startingPoint(
  frames: readonly Frame[],
  ranges: readonly Range[],
  architecture: ForecastArchitecture,
  known: readonly Scale[],
  warm: number,
): StartingPoint {
  const { targets, period, lags } = architecture;
  const reach = reachOf(architecture);
  const terms = anchorTerms(period, architecture.known.length);
  const J = terms.names.length;
  const anchors = new Float32Array(targets.length * reach * J);
  const spreads: number[] = [];
  const linear: number[] = [];
  targets.forEach((_, target) => {
    const sums = frames.map((frame) => runningSums(frame.targets[target].values));
    const local = frames.map((frame) =>
      localScales(frame.targets[target].values, architecture, frame.scales[target]),
    );
    const columns = frames.map((frame, f) => ({ ...frame.targets[target], local: local[f] }));
    const byLags = fitLags(columns, ranges, { lags, horizon: reach, warm, most: MOST });
    const past = new Float64Array(lags);
    for (let h = 1; h <= reach; h++) {
      const { rows, values } = pairs(h, target);
      const weights = ridge(rows, values);
      anchors.set(weights, spreads.length * J);
      const errors = values.map((value, k) => Math.abs(value - dot(rows[k], weights)));
      const mean = errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length);
      // The mean absolute value of a normal variable is sqrt(2 / pi) of its deviation.
      const spread = Math.max(LEAST, mean * Math.sqrt(Math.PI / 2));
      spreads.push(spread);
      linear.push(...byLags[h - 1].map((weight) => weight / spread));
    }

    function pairs(h: number, k: number): { rows: Float64Array[]; values: number[] } {
      const count = ranges.reduce((sum, { from, to }) => sum + Math.max(0, to - h - Math.max(from, warm)), 0);
      const stride = Math.max(1, Math.ceil(count / MOST));
      const rows: Float64Array[] = [];
      const values: number[] = [];
      frames.forEach((frame, f) => {
        const { values: scaled, observed } = frame.targets[k];
        const ahead = frame.known.map(({ values: own }) => own);
        for (let t = Math.max(ranges[f].from, warm); t + h < ranges[f].to; t += stride) {
          if (observed[t + h] === 0) continue;
          const row = new Float64Array(J);
          terms.write(scaled, sums[f], t, h, ahead, row, 0);
          const size = local[f][t];
          for (let j = 0; j < J; j++) row[j] /= size;
          rows.push(row);
          writeLags(scaled, t, lags, size, past, 0);
          values.push((scaled[t + h] - scaled[t]) / size - dot(past, byLags[h - 1]));
        }
      });
      return { rows, values };
    }
  });
  return {
    units: { ...measureInputs(frames, ranges, architecture), known, spreads },
    anchors,
    lags: Float32Array.from(linear),
  };
}

function dot(x: Float64Array, y: readonly number[]): number {
  return y.reduce((sum, value, k) => sum + value * x[k], 0);
}

function ridge(rows: readonly Float64Array[], values: readonly number[]): number[] {
  const J = rows[0]?.length ?? 0;
  const matrix = Array.from({ length: J }, (_, i) =>
    Array.from({ length: J }, (_, j) =>
      rows.reduce((sum, row) => sum + row[i] * row[j], i === j ? RIDGE : 0),
    ),
  );
  const right = Array.from({ length: J }, (_, i) =>
    rows.reduce((sum, row, k) => sum + row[i] * values[k], 0),
  );
  return solve(matrix, right);
}

function measureInputs(
  frames: readonly Frame[],
  ranges: readonly Range[],
  architecture: ForecastArchitecture,
): Pick<ForecastUnits, 'inputMeans' | 'inputDeviations'> {
  const width = inputNames(architecture).length;
  const sums = new Float64Array(width);
  const squares = new Float64Array(width);
  let count = 0;
  frames.forEach((frame, f) => {
    const inputs = inputsOf(frame, architecture);
    for (let t = ranges[f].from; t < ranges[f].to; t++) {
      count++;
      for (let k = 0; k < width; k++) {
        sums[k] += inputs[t * width + k];
        squares[k] += inputs[t * width + k] ** 2;
      }
    }
  });
  const inputMeans = Array.from(sums, (sum) => sum / count);
  const inputDeviations = inputMeans.map((mean, k) => {
    const deviation = Math.sqrt(Math.max(0, squares[k] / count - mean * mean));
    return deviation > 1e-6 ? deviation : 1;
  });
  return { inputMeans, inputDeviations };
}
