import { runningSums } from './runningSums.ts';
import { membershipOf } from './categoryVectors.ts';
import { localScales } from './localScale.ts';
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
  /** By target: [T] local scales. */
  readonly local: readonly Float64Array[];
  /** [V] which of the values of all categories the series has; evenly those of a category whose value is new. */
  readonly membership: Float32Array;
}

export function sourceOf(frame: Frame, architecture: ForecastArchitecture, units: ForecastUnits): Source {
  return {
    frame,
    inputs: standardised(inputsOf(frame, architecture), units),
    sums: frame.targets.map(({ values }) => runningSums(values)),
    local: frame.targets.map(({ values }, k) => localScales(values, architecture, frame.scales[k])),
    membership: membershipOf(frame.series.categories, architecture.categories),
  };
}

/** [n * I] inputs as the network reads them. */
export function standardised(
  inputs: Float64Array,
  { inputMeans, inputDeviations }: Pick<ForecastUnits, 'inputMeans' | 'inputDeviations'>,
): Float32Array {
  const width = inputMeans.length;
  return Float32Array.from(
    inputs,
    (value, k) => (value - inputMeans[k % width]) / inputDeviations[k % width],
  );
}
