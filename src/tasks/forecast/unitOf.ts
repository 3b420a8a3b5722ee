import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';

/** What distributions of a target are told in, h + 1 steps ahead, on the scale of a series: the spread of the anchor. */
export const unitOf = (
  { horizon }: ForecastArchitecture,
  { spreads }: ForecastUnits,
  target: number,
  h: number,
): number => spreads[target * horizon + h];
