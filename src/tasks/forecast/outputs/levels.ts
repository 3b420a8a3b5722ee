/** The quantiles that a forecast holds: the deciles, and the bounds of the 95 % interval. */
export const levels = [0.025, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.975] as const;

/** Central intervals between them: 95, 80, 60, 40 and 20 %. */
export const INTERVALS = (levels.length - 1) / 2;

/** The deciles among them, as indices. */
export const deciles = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** The median and the bounds of the central intervals. */
export interface Intervals<T> {
  readonly median: T;
  readonly lower80: T;
  readonly upper80: T;
  readonly lower95: T;
  readonly upper95: T;
}

/** Of what is given for each of `levels`, what is shown. */
export const intervalsOf = <T>(byLevel: readonly T[]): Intervals<T> => ({
  median: byLevel[5],
  lower80: byLevel[1],
  upper80: byLevel[9],
  lower95: byLevel[0],
  upper95: byLevel[10],
});
