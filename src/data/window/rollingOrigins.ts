import { fail } from '../../support/errors.ts';

export interface OriginOptions {
  /** How many forecasts to make. */
  readonly origins: number;
  /** Steps of each forecast. */
  readonly horizon: number;
  /** Steps from one origin to the next; by default 1. With `horizon` the forecasts do not overlap. */
  readonly spacing?: number;
}

/**
 * The last `origins` cut points of a series of `length` steps, in order (Tashman, 2000): a forecast from origin c
 * sees the steps before c and is scored on [c, c + horizon); the last one ends with the series. Throws
 * `bad-argument` when the series is too short to leave a step before the first origin.
 */
export function rollingOrigins(length: number, { origins, horizon, spacing = 1 }: OriginOptions): number[] {
  for (const [name, value] of Object.entries({ origins, horizon, spacing })) {
    if (Number.isInteger(value) && value >= 1) continue;
    fail('bad-argument', 'rollingOrigins', `${name} is ${value}`, 'Give a whole number of at least 1.');
  }
  const held = horizon + (origins - 1) * spacing;
  if (held >= length) {
    fail(
      'bad-argument',
      'rollingOrigins',
      `${origins} forecasts of ${horizon} steps, ${spacing} apart, take ${held} steps of a series of ${length}`,
      'Ask for fewer origins or a shorter horizon, or give a longer series.',
    );
  }
  return Array.from({ length: origins }, (_, k) => length - held + k * spacing);
}
