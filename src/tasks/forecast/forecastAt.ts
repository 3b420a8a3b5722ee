import { noGradient } from '../../tensor/tape.ts';
import { invertScale, type Scale } from '../../data/scale/scale.ts';
import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import { forecastBatch } from './forecastBatch.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import { levels } from './outputs/levels.ts';
import type { Outcome } from './outputs/output.ts';
import { outputs } from './outputs/outputs.ts';
import type { Source } from './source.ts';

/** A forecast from one origin: `source`'s steps before `origin` were read. */
export interface Origin {
  readonly source: number;
  readonly origin: number;
}

/** The forecast of one target, in its own units. */
export interface TargetForecast {
  /** By level of `levels`: [K]. */
  readonly quantiles: readonly Float64Array[];
  /** [K], where the distribution has one. */
  readonly mean?: Float64Array;
}

/** Origins that one pass forecasts from. */
const TOGETHER = 64;

/** Forecasts of all targets from each origin, in that order; `scales` by source and target. */
export function forecastAt(
  network: ForecastNetwork,
  sources: readonly Source[],
  scales: readonly (readonly Scale[])[],
  origins: readonly Origin[],
  architecture: ForecastArchitecture,
  units: ForecastUnits,
): TargetForecast[][] {
  const results: TargetForecast[][] = [];
  for (let first = 0; first < origins.length; first += TOGETHER) {
    const some = origins.slice(first, first + TOGETHER);
    const parameters = distributions(network, sources, some, architecture, units);
    some.forEach(({ source, origin }, k) => {
      results.push(
        architecture.targets.map((_, target) => {
          const last = sources[source].frame.targets[target].values[origin - 1];
          const at = (k * architecture.targets.length + target) * architecture.horizon;
          const outcomes = Array.from({ length: architecture.horizon }, (_, h) => {
            const row = parameters.map((column) => column[at + h]);
            return outputs[architecture.output].outcome(row);
          });
          const spreads = units.spreads.slice(target * architecture.horizon);
          return inOwnUnits(outcomes, last, spreads, scales[source][target], !architecture.negatives[target]);
        }),
      );
    });
  }
  return results;
}

/** By parameter of the distribution: its values, origin by origin, target by target, step by step. */
export function distributions(
  network: ForecastNetwork,
  sources: readonly Source[],
  origins: readonly Origin[],
  architecture: ForecastArchitecture,
  units: ForecastUnits,
): number[][] {
  const { context } = Object.values(network.parameters)[0];
  const stretches = origins.map(({ source, origin }) => ({
    source,
    start: Math.max(0, origin - architecture.context),
    from: origin - 1,
    end: origin,
  }));
  return context.step(() =>
    noGradient(context, () =>
      network
        .run(forecastBatch(sources, stretches, architecture, units))
        .map((column) => Array.from(column.toArray())),
    ),
  );
}

function inOwnUnits(
  outcomes: readonly Outcome[],
  last: number,
  spreads: readonly number[],
  scale: Scale,
  floor: boolean,
): TargetForecast {
  const back = (values: readonly number[]): Float64Array => {
    const own = invertScale(
      scale,
      values.map((value, h) => last + spreads[h] * value),
    );
    return floor ? own.map((value) => Math.max(0, value)) : own;
  };
  const quantiles = levels.map((_, level) => back(outcomes.map((outcome) => outcome.quantiles[level])));
  const means = outcomes.map(({ mean, deviation }, h) => {
    if (mean === undefined || (scale.log && deviation === undefined)) return undefined;
    // The mean of a variable whose logarithm is normal lies half a variance above its median.
    const excess = scale.log && deviation !== undefined ? (spreads[h] * scale.scale * deviation ** 2) / 2 : 0;
    return mean + excess;
  });
  const known = means.filter((mean) => mean !== undefined);
  return { quantiles, ...(known.length === outcomes.length ? { mean: back(known) } : {}) };
}
