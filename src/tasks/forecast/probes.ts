import type { ModelManifest } from '../../formats/model/manifest.ts';
import { fail } from '../../support/errors.ts';
import type { Json } from '../../support/json.ts';
import type { Origin } from './origin.ts';
import { distributions } from './outcomesAt.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import { knownSources } from './knownSources.ts';
import type { StoredForecast } from './storedForecast.ts';

const PROBES = 3;

/** Distributions after the last steps of the first series that the model keeps: input is [series, origin]. */
export function probesOf(network: ForecastNetwork, stored: StoredForecast): ModelManifest['probes'] {
  const { sources } = knownSources(stored);
  const [first] = sources;
  if (!first) return [];
  const { horizon } = stored.architecture;
  const ahead = first.frame.known.every(({ values }) => values.length >= first.frame.length + horizon);
  const last = first.frame.length - (ahead ? 0 : horizon);
  const origins = Array.from({ length: PROBES }, (_, k) => last - k * horizon);
  return origins
    .filter((origin) => origin > stored.architecture.period)
    .map((origin) => {
      const input = [0, origin];
      return { input, output: probe(network, stored, input) };
    });
}

/** The parameters of the distributions that a probe asks for. */
export function probe(network: ForecastNetwork, stored: StoredForecast, input: Json): number[] {
  const [source, origin] = input as [number, number];
  const { sources } = knownSources(stored);
  if (origin === 0 || !(origin <= sources[source]?.frame.length)) {
    const what = `a probe is at step ${origin} of series ${source}, which the history does not have`;
    fail('bad-model', 'model.json', what, 'Copy the whole folder again, or train it again.');
  }
  const origins: Origin[] = [{ source, origin }];
  const { architecture, scaling } = stored;
  return distributions(network, sources, origins, architecture, scaling.units).flat();
}
