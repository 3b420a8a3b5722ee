import { noGradient } from '../../tensor/tape.ts';
import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import { forecastBatch } from './forecastBatch.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import type { Origin } from './origin.ts';
import type { Outcome } from './outputs/output.ts';
import { outputs } from './outputs/outputs.ts';
import { reachOf } from './reachOf.ts';
import { sampledOutcome } from './sampledOutcome.ts';
import { samplePaths } from './samplePaths.ts';
import type { Source } from './source.ts';
import { stretchBefore } from './stretchBefore.ts';
import { unitOf } from './unitOf.ts';

/** Origins that one pass forecasts from. */
const TOGETHER = 64;

/** Paths that are drawn from an origin unless the user says otherwise. */
export const SAMPLES = 200;

/**
 * What is expected from each origin of each target in each of the K steps, from the last value and in units of the
 * spread (`unitOf`); from `samples` paths, where the decoder draws them.
 */
export function outcomesAt(
  network: ForecastNetwork,
  sources: readonly Source[],
  origins: readonly Origin[],
  architecture: ForecastArchitecture,
  units: ForecastUnits,
  samples = SAMPLES,
): Outcome[][][] {
  if (architecture.decoder === 'direct') return nextOutcomes(network, sources, origins, architecture, units);
  return samplePaths(network, sources, origins, architecture, units, samples).map((byTarget) =>
    byTarget.map((values) =>
      Array.from({ length: architecture.horizon }, (_, h) =>
        sampledOutcome(values.subarray(h * samples, (h + 1) * samples)),
      ),
    ),
  );
}

/** The same as far as it is forecast from one state, without samples. */
export function nextOutcomes(
  network: ForecastNetwork,
  sources: readonly Source[],
  origins: readonly Origin[],
  architecture: ForecastArchitecture,
  units: ForecastUnits,
): Outcome[][][] {
  const { targets, output } = architecture;
  const reach = reachOf(architecture);
  const results: Outcome[][][] = [];
  for (let first = 0; first < origins.length; first += TOGETHER) {
    const some = origins.slice(first, first + TOGETHER);
    const parameters = distributions(network, sources, some, architecture, units);
    some.forEach(({ source, origin }, k) => {
      const { frame } = sources[source];
      results.push(
        targets.map((_, target) => {
          const at = (k * targets.length + target) * reach;
          const { shift, scale } = frame.scales[target];
          const offset = shift + scale * frame.targets[target].values[origin - 1];
          return Array.from({ length: reach }, (__, h) =>
            outputs[output].outcome(
              parameters.map((column) => column[at + h]),
              { offset, factor: scale * unitOf(architecture, units, sources[source], target, origin, h) },
            ),
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
  const stretches = origins.map((origin) => stretchBefore(origin, architecture));
  return context.step(() =>
    noGradient(context, () =>
      network
        .run(forecastBatch(sources, stretches, architecture, units))
        .parameters.map((column) => Array.from(column.toArray())),
    ),
  );
}
