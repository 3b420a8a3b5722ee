import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import { reachOf } from './reachOf.ts';

/**
 * What distributions of a target are told in, h + 1 steps ahead, on the scale of a series: the spread of the anchor (of its first step, where there is no other).
 */
export const unitOf = (
  architecture: ForecastArchitecture,
  { spreads }: ForecastUnits,
  target: number,
  h: number,
): number => {
  const reach = reachOf(architecture);
  return spreads[target * reach + Math.min(h, reach - 1)];
};
