import type { Scale } from '../../data/scale/scale.ts';
import type { Channel, Series } from '../../data/series/series.ts';
import { slotOfTime, timeOfSlot } from '../../data/time/frequency.ts';
import { type ChannelScales, observedOnly } from './frame.ts';
import type { StoredForecast } from './storedForecast.ts';

/** Steps that a series is too short for a scale of its own with: a season, two steps at least. */
export const isCold = ({ times }: Series, period: number): boolean => times.length <= Math.max(2, period);

/**
 * The scales of a series that is too short to have its own: the level is that of its values, where it has some, and the
 * deviation the usual one, beside the level, of the series of the training with the same static categories, or, where
 * there are none, of all.
 */
export function coldScales(series: Series, { scaling, data }: StoredForecast): ChannelScales {
  const categories = new Map(data.history.map((one) => [one.id, one.categories?.join('\n')]));
  const own = series.categories.map(({ value }) => value).join('\n');
  const alike = scaling.series.filter(({ id }) => categories.get(id) === own);
  const peers = alike.length > 0 ? alike : scaling.series;
  return {
    targets: series.targets.map((channel, k) =>
      scaleAmong(
        channel,
        peers.map(({ targets }) => targets[k]),
      ),
    ),
    covariates: series.covariates.map((channel, k) =>
      scaleAmong(
        channel,
        peers.map(({ covariates }) => covariates[k]),
      ),
    ),
  };
}

function scaleAmong(channel: Channel, peers: readonly Scale[]): Scale {
  const [{ kind, log }] = peers;
  const values = Array.from(observedOnly(channel)).filter((value) => !Number.isNaN(value));
  const usual = medianOf(peers.map(({ shift }) => shift));
  const levels = log ? values.map((value) => Math.log(value)) : values;
  const shift = levels.length > 0 ? levels.reduce((sum, value) => sum + value, 0) / levels.length : usual;
  // Where all levels are above 0, swings go with the level; logarithms have taken that out.
  const relative = !log && shift > 0 && peers.every((peer) => peer.shift > 0);
  const scale = relative
    ? shift * medianOf(peers.map((peer) => peer.scale / peer.shift))
    : medianOf(peers.map((peer) => peer.scale));
  return { kind, log, shift, scale };
}

/** A series of which only the future is given, with a step before it of which nothing is known. */
export function withFirstStep(series: Series): Series {
  if (series.times.length > 0) return series;
  const { frequency, future } = series;
  const unseen = ({ name }: Channel): Channel => ({
    name,
    values: Float64Array.of(Number.NaN),
    observed: Uint8Array.of(0),
  });
  return {
    ...series,
    times: Float64Array.of(timeOfSlot(slotOfTime(future[0], frequency) - frequency.every, frequency)),
    targets: series.targets.map(unseen),
    covariates: series.covariates.map(unseen),
    known: series.known.map(({ name, values, observed }) => ({
      name,
      values: Float64Array.of(Number.NaN, ...values),
      observed: Uint8Array.of(0, ...observed),
    })),
    lines: Int32Array.of(0),
    missing: series.targets.length,
  };
}

/** The middle one of some numbers, the upper of two. */
function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
