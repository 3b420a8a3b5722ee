import type { Channel, Series } from '../../data/series/series.ts';
import type { Frequency } from '../../data/time/frequency.ts';
import { futureTimes } from '../../data/time/futureTimes.ts';

/**
 * The series that a model knows, going on with new rows: they begin right after its last step, or repeat steps of it
 * with the same values. Undefined where the rows are of another series.
 */
export function continueSeries(known: Series, given: Series): Series | undefined {
  if (given.times.length > 1 && !sameFrequency(known.frequency, given.frequency)) return undefined;
  const T = known.times.length;
  const first = follows(known, given.times[0]) ? T : known.times.indexOf(given.times[0]);
  // Or the model kept the end of what is given.
  const offset = first >= 0 ? 0 : given.times.indexOf(known.times[0]);
  if (offset < 0) return undefined;
  const at = Math.max(0, first);
  const common = Math.min(T - at, given.times.length - offset);
  for (let t = 0; t < common; t++) {
    const sameTime = known.times[at + t] === given.times[offset + t];
    const agrees = known.targets.every((channel, k) => agree(channel, at + t, given.targets[k], offset + t));
    if (!sameTime || !agrees) return undefined;
  }
  return first > 0 ? join(known, given, at) : given;
}

const sameFrequency = (a: Frequency, b: Frequency): boolean =>
  a.unit === b.unit && a.regular === b.regular && (!a.regular || a.every === b.every);

/** Whether a time is the next step of a series; of an irregular one, whether it is later. */
function follows({ times, frequency }: Series, time: number): boolean {
  const last = times[times.length - 1];
  return frequency.regular ? time === futureTimes(last, frequency, 1)[0] : time > last;
}

function agree(a: Channel, i: number, b: Channel, j: number): boolean {
  if (a.observed[i] === 0 || b.observed[j] === 0) return true;
  return Math.abs(a.values[i] - b.values[j]) <= 1e-9 * Math.abs(a.values[i]);
}

/** The first `count` steps of one series, then all of another. */
function join(before: Series, after: Series, count: number): Series {
  const channels = (own: readonly Channel[], others: readonly Channel[]): Channel[] =>
    own.map(({ name, values, observed }, k) => ({
      name,
      values: Float64Array.of(...values.subarray(0, count), ...others[k].values),
      observed: Uint8Array.of(...observed.subarray(0, count), ...others[k].observed),
    }));
  return {
    ...after,
    frequency: before.frequency,
    times: Float64Array.of(...before.times.subarray(0, count), ...after.times),
    targets: channels(before.targets, after.targets),
    covariates: channels(before.covariates, after.covariates),
    lines: Int32Array.of(...new Int32Array(count), ...after.lines),
    gaps: after.gaps.map((gap) => ({ ...gap, after: gap.after + count })),
  };
}
