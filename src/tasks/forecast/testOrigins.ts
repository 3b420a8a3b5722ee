import { rollingOrigins } from '../../data/window/rollingOrigins.ts';
import { formatTime } from '../../data/time/formatTime.ts';
import { formatCount } from '../../support/format.ts';
import type { ForecastArchitecture } from './architecture.ts';
import type { ReadySeries } from './knownSources.ts';
import { mostOrigins } from './trainingSpan.ts';

/** Forecasts of a series that the model was not trained on, unless the user says how many. */
const ORIGINS = 12;
/** The most forecasts of one series. */
const MOST = 200;

/** Where the forecasts of a test start, by source, and what they mean. */
export interface TestOrigins {
  readonly origins: readonly (readonly number[])[];
  readonly notes: readonly string[];
}

/**
 * Rolling origins, one step apart, the last of which ends with its series. As many as asked for; else all that lie
 * after what the model was trained on; where no series has such steps, 12. A series without gets none.
 */
export function testOrigins(
  { sources, known }: ReadySeries,
  { horizon, period }: Pick<ForecastArchitecture, 'horizon' | 'period'>,
  asked?: number,
): TestOrigins {
  const trained = sources.map(({ frame }, k) => {
    const until = known[k]?.until ?? Number.NEGATIVE_INFINITY;
    return frame.series.times.filter((time) => time <= until).length;
  });
  const unseen = sources.map(({ frame }, k) =>
    known[k] ? Math.max(0, frame.length - horizon + 1 - trained[k]) : 0,
  );
  const someUnseen = unseen.some((count) => count > 0);
  const origins = sources.map(({ frame }, k) => {
    const wanted = asked ?? (someUnseen ? Math.min(MOST, unseen[k]) : ORIGINS);
    const count = Math.min(wanted, frame.length - horizon - 1);
    return count < 1 ? [] : rollingOrigins(frame.length, { origins: count, horizon });
  });
  const total = origins.reduce((sum, own) => sum + own.length, 0);
  const seen = origins.reduce((sum, own, k) => sum + own.filter((origin) => origin < trained[k]).length, 0);
  const longest = Math.max(...sources.map(({ frame }) => frame.length));
  const most = mostOrigins(longest, period, horizon);
  const remedy =
    most > 0
      ? `Train with --origins to hold steps out, at most ${formatCount(most)} here.`
      : `To hold steps out, ${formatCount(longest + 1 - most)} steps are needed at least, or a shorter horizon.`;
  return {
    origins,
    notes: total === 0 ? [] : [`${honesty({ sources, known }, total, seen)}${seen > 0 ? ` ${remedy}` : ''}`],
  };
}

/** Whether the scores can be believed. */
function honesty(
  { sources, known }: Pick<ReadySeries, 'sources' | 'known'>,
  total: number,
  seen: number,
): string {
  const [about] = known;
  const until =
    about && sources.length === 1
      ? ` (up to ${formatTime(about.until, sources[0].frame.series.frequency)})`
      : '';
  if (seen > 0) {
    const which = seen === total ? 'All' : `${formatCount(seen)} of ${formatCount(total)}`;
    return `${which} forecasts fall into steps that the model was trained on${until}: their scores flatter it.`;
  }
  if (known.every((one) => one === undefined)) return 'The model was not trained on these series.';
  return `The model was trained on what lies before the first forecast only${until}; each forecast reads all steps before its own origin.`;
}
