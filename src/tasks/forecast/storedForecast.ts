import type { Frequency } from '../../data/time/frequency.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { checkManifest } from '../checkManifest.ts';
import { checkRoom } from '../checkRoom.ts';
import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import { faultOfForecast } from './checkStoredForecast.ts';
import type { SourceColumns, StoredSeries } from './forecastData.ts';
import type { ChannelScales } from './frame.ts';
import { withDefaults } from './withDefaults.ts';

/** What a model knows of a series that it was trained on. */
export type KnownSeries = ChannelScales & {
  readonly id: string;
  /** Steps that were looked at, and the time of the last of them. */
  readonly steps: number;
  readonly until: number;
};

/** What model.json says of a forecaster. */
export interface StoredForecast {
  readonly architecture: ForecastArchitecture;
  readonly scaling: { readonly units: ForecastUnits; readonly series: readonly KnownSeries[] };
  readonly data: {
    readonly name: string;
    readonly sha256: string;
    readonly frequency: Frequency;
    readonly columns: SourceColumns;
    /** The end of each series, to forecast what follows; empty where there are too many. */
    readonly history: readonly StoredSeries[];
    readonly origins: number;
    /** What was found in the data and decided, in plain sentences. */
    readonly notes?: readonly string[];
  };
}

/** The forecaster in a manifest. Throws `bad-model` where it is another task's, or incomplete. */
export function checkStored(manifest: ModelManifest): StoredForecast {
  const { architecture, scaling, data } = withDefaults(
    checkManifest<StoredForecast>(manifest, 'forecast', faultOfForecast),
  );
  checkRoom(manifest, architecture.layers * architecture.hidden ** 2);
  return { architecture, scaling, data };
}
