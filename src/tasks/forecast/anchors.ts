import { recentMean, SMOOTH } from './runningSums.ts';

/**
 * What a forecast leans on: a weighted sum of a few changes from the last value that anyone would look at. With the
 * weights fitted it is a good forecast already; the network corrects it. Horizons h count from 1.
 */
export interface AnchorTerms {
  /** J, the names of the terms. */
  readonly names: readonly string[];
  /** Writes the J terms for a forecast from step t to step t + h of scaled values; `known`: what is known ahead. */
  write(
    values: Float64Array,
    sums: Float64Array,
    t: number,
    h: number,
    known: readonly Float64Array[],
    out: Float64Array | Float32Array,
    at: number,
  ): void;
}

/** Without a season: the last change, the change over the last steps, and their mean, against the last value. */
const plainTerms: AnchorTerms = {
  names: ['last change', 'recent change', 'recent mean'],
  write(values, sums, t, _, __, out, at) {
    const back = Math.max(0, t - SMOOTH);
    out[at] = t > 0 ? values[t] - values[t - 1] : 0;
    out[at + 1] = values[t] - values[back];
    out[at + 2] = recentMean(sums, t, SMOOTH) - values[t];
  },
};

/**
 * With a season of m steps: the value one season (or the least multiple of it) before the one to forecast, and how
 * much this season lies above the last one, now and on average over up to 12 steps; 0 where there is no season yet.
 */
function seasonalTerms(period: number): AnchorTerms {
  return {
    names: ['season', 'change over a season', 'mean change over a season', 'recent mean'],
    write(values, sums, t, h, _, out, at) {
      const season = t + h - period * Math.ceil(h / period);
      const smooth = Math.min(period, SMOOTH, t - period + 1);
      out[at] = season >= 0 ? values[season] - values[t] : 0;
      out[at + 1] = t >= period ? values[t] - values[t - period] : 0;
      out[at + 2] = t >= period ? recentMean(sums, t, smooth) - recentMean(sums, t - period, smooth) : 0;
      out[at + 3] = recentMean(sums, t, SMOOTH) - values[t];
    },
  };
}

/** And, of each column that is known ahead, its change from now, and with a season from the step that is leaned on. */
function withKnown(terms: AnchorTerms, period: number, count: number): AnchorTerms {
  const own = terms.names.length;
  const references = period > 1 ? ['now', 'the season'] : ['now'];
  const names = Array.from({ length: count }, (_, k) =>
    references.map((from) => `known ${k} against ${from}`),
  );
  return {
    names: [...terms.names, ...names.flat()],
    write(values, sums, t, h, known, out, at) {
      terms.write(values, sums, t, h, known, out, at);
      const season = t + h - period * Math.ceil(h / period);
      known.forEach((series, k) => {
        const then = series[Math.min(t + h, series.length - 1)];
        const place = at + own + k * references.length;
        out[place] = then - series[t];
        if (period > 1) out[place + 1] = season >= 0 ? then - series[season] : 0;
      });
    },
  };
}

/** The terms with a season or without; `known`: how many columns are known ahead. */
export function anchorTerms(period: number, known: number): AnchorTerms {
  const terms = period > 1 ? seasonalTerms(period) : plainTerms;
  return known > 0 ? withKnown(terms, period, known) : terms;
}
