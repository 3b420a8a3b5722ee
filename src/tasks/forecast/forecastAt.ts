import { invertScale, type Scale } from '../../data/scale/scale.ts';
import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import { withMargins } from './conformalMargins.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import type { Origin } from './origin.ts';
import { outcomesAt } from './outcomesAt.ts';
import { levels } from './outputs/levels.ts';
import { outputs } from './outputs/outputs.ts';
import type { Outcome } from './outputs/output.ts';
import type { Source } from './source.ts';
import { unitOf } from './unitOf.ts';

/** The forecast of one target, in its own units. */
export interface TargetForecast {
  /** By level of `levels`: [K]. */
  readonly quantiles: readonly Float64Array[];
  /** [K], where the distribution has one. */
  readonly mean?: Float64Array;
}

/** Forecasts of all targets from each origin, in that order; `scales` by source and target; `samples` as `outcomesAt`. */
export function forecastAt(
  network: ForecastNetwork,
  sources: readonly Source[],
  scales: readonly (readonly Scale[])[],
  origins: readonly Origin[],
  architecture: ForecastArchitecture,
  units: ForecastUnits,
  samples?: number,
): TargetForecast[][] {
  const counts = outputs[architecture.output].counts === true;
  return outcomesAt(network, sources, origins, architecture, units, samples).map((byTarget, k) => {
    const { source, origin } = origins[k];
    return byTarget.map((raw, target) => {
      const last = sources[source].frame.targets[target].values[origin - 1];
      const spreads = raw.map((_, h) => unitOf(architecture, units, sources[source], target, origin, h));
      const outcomes = raw.map((outcome, h) => calibrated(outcome, target * architecture.horizon + h));
      const floor = !architecture.negatives[target];
      return inOwnUnits(outcomes, last, spreads, scales[source][target], { floor, counts });
    });
  });

  function calibrated(outcome: Outcome, slot: number): Outcome {
    const margins = units.margins?.[slot];
    return margins ? { ...outcome, quantiles: withMargins(outcome.quantiles, margins) } : outcome;
  }
}

function inOwnUnits(
  outcomes: readonly Outcome[],
  last: number,
  spreads: readonly number[],
  scale: Scale,
  { floor, counts }: { floor: boolean; counts: boolean },
): TargetForecast {
  const back = (values: readonly number[]): Float64Array => {
    const own = invertScale(
      scale,
      values.map((value, h) => last + spreads[h] * value),
    );
    return floor ? own.map((value) => Math.max(0, value)) : own;
  };
  const quantiles = levels.map((_, level) => {
    const own = back(outcomes.map((outcome) => outcome.quantiles[level]));
    return counts ? own.map(Math.round) : own;
  });
  const means = outcomes.map(({ mean, deviation }, h) => {
    if (mean === undefined || (scale.log && deviation === undefined)) return undefined;
    // The mean of a variable whose logarithm is normal lies half a variance above its median.
    const excess = scale.log && deviation !== undefined ? (spreads[h] * scale.scale * deviation ** 2) / 2 : 0;
    return mean + excess;
  });
  const known = means.filter((mean) => mean !== undefined);
  return { quantiles, ...(known.length === outcomes.length ? { mean: back(known) } : {}) };
}
