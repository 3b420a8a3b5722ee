import type { ForecastArchitecture } from './architecture.ts';

/** Steps that are forecast from one state: all K at once, or the next, which is fed back. */
export const reachOf = ({ decoder, horizon }: Pick<ForecastArchitecture, 'decoder' | 'horizon'>): number =>
  decoder === 'autoregressive' ? 1 : horizon;
