import type { Channel, Series } from '../../data/series/series.ts';
import type { Frequency } from '../../data/time/frequency.ts';
import { futureTimes } from '../../data/time/futureTimes.ts';

/**
 * The series that a model knows, going on with new rows: they begin right after its last step, or repeat steps of it
 * with the same values. Rows without a target go on with what is known ahead. Undefined where they are of another series.
 */
export function continueSeries(known: Series, given: Series): Series | undefined {
  const steps = given.times.length;
  if (steps > 1 && !sameFrequency(known.frequency, given.frequency)) return undefined;
  const T = known.times.length;
  const [before, times] = [known, given].map(allTimes);
  const place = before.indexOf(times[0]);
  const first = place < 0 && follows(before, known.frequency, times[0]) ? before.length : place;
  // What goes on after a gap without targets is another series.
  if (steps > 0 && first > T) return undefined;
  // Or the model kept the end of what is given.
  const offset = first >= 0 ? 0 : times.indexOf(known.times[0]);
  if (offset < 0) return undefined;
  const at = Math.max(0, first);
  const common = Math.min(T - at, steps - offset);
  for (let t = 0; t < common; t++) {
    const sameTime = known.times[at + t] === given.times[offset + t];
    const agrees = known.targets.every((channel, k) => agree(channel, at + t, given.targets[k], offset + t));
    if (!sameTime || !agrees) return undefined;
  }
  if (first > 0 || steps === 0) return join(known, given, at);
  return given;
}

const allTimes = ({ times, future }: Series): Float64Array => Float64Array.of(...times, ...future);

const sameFrequency = (a: Frequency, b: Frequency): boolean =>
  a.unit === b.unit && a.regular === b.regular && (!a.regular || a.every === b.every);

/** Whether a time is the next step after these; on an irregular axis, whether it is later. */
function follows(times: Float64Array, frequency: Frequency, time: number): boolean {
  const last = times[times.length - 1];
  return frequency.regular ? time === futureTimes(last, frequency, 1)[0] : time > last;
}

function agree(a: Channel, i: number, b: Channel, j: number): boolean {
  if (a.observed[i] === 0 || b.observed[j] === 0) return true;
  return Math.abs(a.values[i] - b.values[j]) <= 1e-9 * Math.abs(a.values[i]);
}

/** The first `count` steps of one series, then all of another; of which targets, where it has none, all are kept. */
function join(before: Series, after: Series, count: number): Series {
  const channels = (own: readonly Channel[], others: readonly Channel[]): Channel[] =>
    own.map(({ name, values, observed }, k) => ({
      name,
      values: Float64Array.of(...values.subarray(0, count), ...others[k].values),
      observed: Uint8Array.of(...observed.subarray(0, count), ...others[k].observed),
    }));
  const times = Float64Array.of(...allTimes(before).subarray(0, count), ...allTimes(after));
  const known = channels(before.known, after.known);
  const { categories, frequency } = before;
  if (after.times.length === 0) {
    const T = before.times.length;
    return times.length > T ? { ...before, known, future: times.subarray(T) } : before;
  }
  return {
    ...after,
    frequency,
    categories,
    times: times.subarray(0, count + after.times.length),
    future: after.future,
    targets: channels(before.targets, after.targets),
    covariates: channels(before.covariates, after.covariates),
    known,
    lines: Int32Array.of(...new Int32Array(count), ...after.lines),
    gaps: after.gaps.map((gap) => ({ ...gap, after: gap.after + count })),
  };
}
