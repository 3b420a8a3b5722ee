import { rollingOrigins } from '../../data/window/rollingOrigins.ts';
import { formatTime } from '../../data/time/formatTime.ts';
import { formatCount } from '../../support/format.ts';
import type { ReadySeries } from './knownSources.ts';

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
 * after what the model was trained on, or 12 where there is none. A series too short for one is passed over.
 */
export function testOrigins({ sources, known }: ReadySeries, horizon: number, asked?: number): TestOrigins {
  let seen = 0;
  let total = 0;
  let afterTraining = 0;
  const origins = sources.map(({ frame }, k) => {
    const { times } = frame.series;
    const trained = known[k] ? times.filter((time) => time <= (known[k]?.until ?? 0)).length : 0;
    const room = frame.length - horizon;
    const after = Math.min(MOST, room - trained + 1);
    const count = Math.min(asked ?? (known[k] && after > 0 ? after : ORIGINS), room);
    if (count < 1) return [];
    const own = rollingOrigins(frame.length, { origins: count, horizon });
    total += own.length;
    seen += own.filter((origin) => origin < trained).length;
    if (known[k]) afterTraining += own.filter((origin) => origin >= trained).length;
    return own;
  });
  return { origins, notes: [...notesOn(sources, known, { total, seen, afterTraining })] };
}

function notesOn(
  sources: ReadySeries['sources'],
  known: ReadySeries['known'],
  { total, seen, afterTraining }: { total: number; seen: number; afterTraining: number },
): string[] {
  const [about] = known;
  const one = sources.length === 1 && about;
  const until = one ? ` (up to ${formatTime(about.until, sources[0].frame.series.frequency)})` : '';
  if (seen > 0) {
    const which = seen === total ? 'All' : `${formatCount(seen)} of ${formatCount(total)}`;
    return [
      `${which} forecasts fall into steps that the model was trained on${until}: their scores are flattering. Train with --origins ${Math.max(ORIGINS, 1)} to hold steps out.`,
    ];
  }
  if (afterTraining > 0) {
    return [
      `The model was trained on what lies before the first forecast only${until}; each forecast reads all steps before its own origin.`,
    ];
  }
  return ['The model was not trained on these series.'];
}
