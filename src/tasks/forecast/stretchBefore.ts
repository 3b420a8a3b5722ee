import type { ForecastArchitecture } from './architecture.ts';
import type { Stretch } from './forecastBatch.ts';
import type { Origin } from './origin.ts';

/** What is read to forecast from an origin: the last steps before it, the last of which forecasts. */
export const stretchBefore = (
  { source, origin }: Origin,
  { context }: Pick<ForecastArchitecture, 'context'>,
): Stretch => ({ source, start: Math.max(0, origin - context), from: origin - 1, end: origin });
