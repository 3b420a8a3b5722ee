import { fail } from '../../support/errors.ts';

/**
 * The forecast that repeats the last season: step k is the value `period` steps (or the least multiple of it that
 * reaches back into the history) earlier. Period 1 repeats the last value. Where the value to repeat is NaN, the
 * one a season before is taken. Throws `bad-data` when nothing at all is known. Gives [horizon].
 */
export function naiveForecast(history: ArrayLike<number>, horizon: number, period = 1): Float64Array {
  const season = Math.min(period, history.length);
  let last = history.length - 1;
  while (last >= 0 && Number.isNaN(history[last])) last--;
  if (last < 0)
    fail('bad-data', 'naiveForecast', 'the history has no values', 'Give a series with some values.');
  return Float64Array.from({ length: horizon }, (_, k) => {
    let at = history.length - season + (k % season);
    while (at >= 0 && Number.isNaN(history[at])) at -= season;
    return at >= 0 ? history[at] : history[last];
  });
}
