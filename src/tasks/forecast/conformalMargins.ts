import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import type { Range } from './forecastBatch.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import type { Origin } from './origin.ts';
import { outcomesAt } from './outcomesAt.ts';
import { INTERVALS, levels } from './outputs/levels.ts';
import type { Source } from './source.ts';
import { unitOf } from './unitOf.ts';

/** Origins that are looked at, at most; and where each takes many paths. */
const MOST = 2000;
const MOST_DRAWN = 400;

/**
 * Split conformal calibration of quantiles (Romano, Patterson and Candes, "Conformalized quantile regression", 2019),
 * for each target and distance: how far the bounds of each central interval must move out, in units of the spread, so
 * that it held its share of the steps in `ranges`, n of all series together: the ceil((n + 1) share)-th smallest of
 * max(lower - y, y - upper), or the largest where there are fewer. Below 0 they move in. [M * K] lists.
 */
export function conformalMargins(
  network: ForecastNetwork,
  sources: readonly Source[],
  ranges: readonly Range[],
  architecture: ForecastArchitecture,
  units: ForecastUnits,
): number[][] {
  const { horizon, targets } = architecture;
  const scores: number[][][] = Array.from({ length: targets.length * horizon }, () =>
    Array.from({ length: INTERVALS }, () => []),
  );
  // Also from before the steps that are held out: so all distances have as many of them.
  const all = ranges.flatMap(({ from, to }, source): Origin[] =>
    Array.from({ length: to - from + horizon - 1 }, (_, k) => ({
      source,
      origin: from - horizon + 1 + k,
    })).filter(({ origin }) => origin > architecture.period && origin < to),
  );
  const stride = Math.ceil(all.length / (architecture.decoder === 'direct' ? MOST : MOST_DRAWN));
  const origins = all.filter((_, k) => k % stride === 0);
  outcomesAt(network, sources, origins, architecture, units).forEach((byTarget, o) => {
    const { source, origin } = origins[o];
    byTarget.forEach((outcomes, target) => {
      const { values, observed } = sources[source].frame.targets[target];
      outcomes.forEach(({ quantiles }, h) => {
        const step = origin + h;
        if (step < ranges[source].from || step >= ranges[source].to || observed[step] === 0) return;
        const y =
          (values[step] - values[origin - 1]) /
          unitOf(architecture, units, sources[source], target, origin, h);
        scores[target * horizon + h].forEach((some, i) => {
          some.push(Math.max(quantiles[i] - y, y - quantiles[levels.length - 1 - i]));
        });
      });
    });
  });
  return scores.map((intervals) => intervals.map((some, i) => marginOf(some, 1 - 2 * levels[i])));
}

function marginOf(scores: readonly number[], share: number): number {
  if (scores.length === 0) return 0;
  const sorted = [...scores].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length, Math.ceil((sorted.length + 1) * share)) - 1];
}

/** Quantiles with the bounds of each interval moved out; they stay in order. */
export function withMargins(quantiles: readonly number[], margins: readonly number[]): number[] {
  const moved = [...quantiles];
  for (let i = INTERVALS - 1; i >= 0; i--) {
    const other = levels.length - 1 - i;
    moved[i] = Math.min(moved[i] - margins[i], moved[i + 1]);
    moved[other] = Math.max(moved[other] + margins[i], moved[other - 1]);
  }
  return moved;
}
