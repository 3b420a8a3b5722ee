import { runningSums } from './runningSums.ts';
import { membershipOf } from './categoryVectors.ts';
import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import type { Frame } from './frame.ts';
import { inputsOf } from './inputs.ts';

/** A series made ready for many passes. */
export interface Source {
  readonly frame: Frame;
  /** [T * I] standardised inputs. */
  readonly inputs: Float32Array;
  /** By target: [T + 1] running sums. */
  readonly sums: readonly Float64Array[];
  /** [V] which of the values of all categories the series has; evenly those of a category whose value is new. */
  readonly membership: Float32Array;
}

export function sourceOf(frame: Frame, architecture: ForecastArchitecture, units: ForecastUnits): Source {
  const { inputMeans, inputDeviations } = units;
  const width = inputMeans.length;
  const raw = inputsOf(frame, architecture);
  return {
    frame,
    inputs: Float32Array.from(
      raw,
      (value, k) => (value - inputMeans[k % width]) / inputDeviations[k % width],
    ),
    sums: frame.targets.map(({ values }) => runningSums(values)),
    membership: membershipOf(frame.series.categories, architecture.categories),
  };
}
