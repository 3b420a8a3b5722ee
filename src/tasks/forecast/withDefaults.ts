import type { StoredForecast } from './storedForecast.ts';

/** What models of earlier releases do not say: they did without. */
export function withDefaults({ architecture, scaling, data }: StoredForecast): StoredForecast {
  return {
    architecture: {
      ...{ known: [], categories: [], lags: 0, decoder: 'direct', scale: 'series' },
      ...architecture,
    },
    scaling: { ...scaling, units: { ...{ known: [] }, ...scaling.units } },
    data,
  };
}
