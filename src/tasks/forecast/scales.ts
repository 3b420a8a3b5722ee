import { fitScale, type Scale } from '../../data/scale/scale.ts';
import { suggestLog } from '../../data/scale/suggestLog.ts';
import type { Series } from '../../data/series/series.ts';
import { type ChannelScales, observedOnly } from './frame.ts';

/** The scales of a series by its first `steps` steps. */
export function scalesOf(series: Series, steps: number, logs: readonly boolean[]): ChannelScales {
  return {
    targets: series.targets.map((channel, k) =>
      fitScale(observedOnly(channel).subarray(0, steps), 'standard', logs[k]),
    ),
    covariates: series.covariates.map((channel) =>
      fitScale(observedOnly(channel).subarray(0, steps), 'standard'),
    ),
  };
}

/** The scales of what is known ahead: one for all series, whose first `steps` steps are looked at. */
export function knownScalesOf(series: readonly Series[], steps: readonly number[]): Scale[] {
  return (series[0]?.known ?? []).map((_, k) =>
    fitScale(
      series.flatMap(({ known }, s) => Array.from(observedOnly(known[k]).subarray(0, steps[s]))),
      'standard',
    ),
  );
}

/**
 * By target, whether to work on logarithms: where most series of those that tell swing more the higher they are, and
 * every value (also those that are held out: a sign is no forecast) is above 0.
 */
export function chooseLogs(series: readonly Series[], steps: readonly number[], period: number): boolean[] {
  return series[0].targets.map((_, k) => {
    let votes = 0;
    for (const [index, one] of series.entries()) {
      const values = observedOnly(one.targets[k]);
      if (values.some((value) => value <= 0)) return false;
      const { log, correlation } = suggestLog(values.subarray(0, steps[index]), period);
      if (correlation !== 0) votes += log ? 1 : -1;
    }
    return votes > 0;
  });
}
