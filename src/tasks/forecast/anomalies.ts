import { invertScale } from '../../data/scale/scale.ts';
import { formatTime } from '../../data/time/formatTime.ts';
import { fail } from '../../support/errors.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import type { ReadySeries } from './knownSources.ts';
import { distributions } from './outcomesAt.ts';
import type { Origin } from './origin.ts';
import { intervalsOf } from './outputs/levels.ts';
import { outputs } from './outputs/outputs.ts';
import { reachOf } from './reachOf.ts';
import type { StoredForecast } from './storedForecast.ts';
import { unitOf } from './unitOf.ts';

/** An observed step beside what was expected of it one step before. Plain data. */
export type Anomaly = {
  readonly id: string;
  readonly target: string;
  readonly time: string;
  readonly value: number;
  /** How probable a value as far out was, on its side of the distribution or the other; at most 1. */
  readonly probability: number;
  readonly median: number;
  readonly lower95: number;
  readonly upper95: number;
  /** Whether the model was trained on this step: then it may have learned it. */
  readonly trained: boolean;
};

/** Steps that one pass looks at. */
const TOGETHER = 64;

/**
 * All observed steps after the first season (the first step, without one), the least probable first: twice the smaller
 * tail of the distribution that the model gave from the steps before it. Throws `bad-data` where there is none.
 */
export function anomalies(
  network: ForecastNetwork,
  { architecture, scaling }: StoredForecast,
  { sources, known }: ReadySeries,
): Anomaly[] {
  const { targets, period, output } = architecture;
  const reach = reachOf(architecture);
  const origins = sources.flatMap(({ frame }, source): Origin[] =>
    Array.from({ length: Math.max(0, frame.length - period) }, (_, k) => ({ source, origin: period + k })),
  );
  const found: Anomaly[] = [];
  for (let first = 0; first < origins.length; first += TOGETHER) {
    const some = origins.slice(first, first + TOGETHER);
    const parameters = distributions(network, sources, some, architecture, scaling.units);
    some.forEach(({ source, origin }, k) => {
      const { series, targets: channels, scales } = sources[source].frame;
      channels.forEach(({ values, observed }, target) => {
        if (observed[origin] === 0) return;
        const last = values[origin - 1];
        const unit = unitOf(architecture, scaling.units, sources[source], target, origin, 0);
        const { shift, scale } = scales[target];
        const own = { offset: shift + scale * last, factor: scale * unit };
        const row = parameters.map((column) => column[(k * targets.length + target) * reach]);
        const { below, above } = outputs[output].tails(row, (values[origin] - last) / unit, own);
        const { quantiles } = outputs[output].outcome(row, own);
        const inOwn = invertScale(
          scales[target],
          quantiles.map((x) => last + unit * x),
        );
        const { median, lower95, upper95 } = intervalsOf(Array.from(inOwn));
        found.push({
          id: series.id,
          target: targets[target],
          time: formatTime(series.times[origin], series.frequency),
          value: series.targets[target].values[origin],
          probability: Math.min(1, 2 * Math.min(below, above)),
          ...{ median, lower95, upper95 },
          trained: series.times[origin] <= (known[source]?.until ?? Number.NEGATIVE_INFINITY),
        });
      });
    });
  }
  if (found.length === 0) {
    const what = `there is no observed step after the first ${period === 1 ? 'one' : `season of ${period}`}`;
    fail('bad-data', 'forecast', what, 'Give more rows');
  }
  return found.sort((a, b) => a.probability - b.probability);
}
