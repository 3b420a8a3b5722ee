import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import { reachOf } from './reachOf.ts';
import type { Source } from './source.ts';

/**
 * What distributions of a target are told in, h + 1 steps after an origin, on the scale of the series: the spread of the
 * anchor (of its first step, where there is no other), at the local scale of the last step that was read.
 */
export function unitOf(
  architecture: ForecastArchitecture,
  { spreads }: ForecastUnits,
  source: Source,
  target: number,
  origin: number,
  h: number,
): number {
  const reach = reachOf(architecture);
  return spreads[target * reach + Math.min(h, reach - 1)] * source.local[target][origin - 1];
}
