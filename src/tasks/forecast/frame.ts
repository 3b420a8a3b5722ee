import { applyScale, type Scale } from '../../data/scale/scale.ts';
import { carryForward } from '../../data/series/interpolate.ts';
import type { Channel, Series } from '../../data/series/series.ts';
import { formatTime } from '../../data/time/formatTime.ts';
import { fail } from '../../support/errors.ts';

/** A channel of T steps on its scale, as the network reads it: the past alone decides every value. */
export interface ScaledChannel {
  /** [T] where not observed, the last value before (the first one, at the start). */
  readonly values: Float64Array;
  /** [T] 1 where observed. */
  readonly observed: Uint8Array;
}

/** A series as a network reads it. */
export interface Frame {
  readonly series: Series;
  /** T */
  readonly length: number;
  readonly targets: readonly ScaledChannel[];
  /** By target, what leads back to its own units. */
  readonly scales: readonly Scale[];
  readonly covariates: readonly ScaledChannel[];
  /** [T + F] each. */
  readonly known: readonly ScaledChannel[];
}

/** The scales of one series' channels. */
export type ChannelScales = {
  readonly targets: readonly Scale[];
  readonly covariates: readonly Scale[];
};

/** `known`: the scales of what is known ahead. Throws `bad-data` for a value that has no logarithm where the scale takes it. */
export function frameOf(series: Series, scales: ChannelScales, known: readonly Scale[]): Frame {
  const scaled = (channel: Channel, scale: Scale): ScaledChannel => {
    if (scale.log) refuseNegative(series, channel);
    const known = observedOnly(channel);
    return { values: carryForward(applyScale(scale, known)), observed: channel.observed };
  };
  return {
    series,
    length: series.times.length,
    targets: series.targets.map((channel, k) => scaled(channel, scales.targets[k])),
    scales: scales.targets,
    covariates: series.covariates.map((channel, k) => scaled(channel, scales.covariates[k])),
    known: series.known.map((channel, k) => scaled(channel, known[k])),
  };
}

/** [T] the values of a channel, NaN where not observed: without interpolation, which looks ahead. */
export function observedOnly({ values, observed }: Channel): Float64Array {
  return values.map((value, t) => (observed[t] === 1 ? value : Number.NaN));
}

function refuseNegative({ id, times, frequency, lines }: Series, { name, values, observed }: Channel): void {
  const at = values.findIndex((value, t) => observed[t] === 1 && value <= 0);
  if (at < 0) return;
  const line = lines[at] > 0 ? ` (line ${lines[at]})` : '';
  fail(
    'bad-data',
    'forecast',
    `'${name}'${id === '' ? '' : ` of series '${id}'`} is ${values[at]} at ${formatTime(times[at], frequency)}${line}, and this model works on logarithms`,
    'Train with --transform none, or correct the value',
  );
}
