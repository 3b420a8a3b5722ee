import { noGradient } from '../../tensor/tape.ts';
import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import { forecastBatch } from './forecastBatch.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import type { Origin } from './origin.ts';
import type { Outcome } from './outputs/output.ts';
import { outputs } from './outputs/outputs.ts';
import type { Source } from './source.ts';

/** Origins that one pass forecasts from. */
const TOGETHER = 64;

/**
 * What is expected from each origin of each target in each of the K steps, from the last value and in units of the
 * spread (`unitOf`).
 */
export function outcomesAt(
  network: ForecastNetwork,
  sources: readonly Source[],
  origins: readonly Origin[],
  architecture: ForecastArchitecture,
  units: ForecastUnits,
): Outcome[][][] {
  const { horizon, targets, output } = architecture;
  const results: Outcome[][][] = [];
  for (let first = 0; first < origins.length; first += TOGETHER) {
    const some = origins.slice(first, first + TOGETHER);
    const parameters = distributions(network, sources, some, architecture, units);
    some.forEach((_, k) => {
      results.push(
        targets.map((__, target) => {
          const at = (k * targets.length + target) * horizon;
          return Array.from({ length: horizon }, (___, h) =>
            outputs[output].outcome(parameters.map((column) => column[at + h])),
          );
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
