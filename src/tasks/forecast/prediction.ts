import { terminalChart } from '../../formats/draw/terminalChart.ts';
import type { Json } from '../../support/json.ts';
import type { Prediction } from '../task.ts';
import { forecastChart, shownHistory } from './forecastChart.ts';
import type { Forecast } from './forecastFuture.ts';
import { drawForecastTable } from './forecastTable.ts';
import type { OpenForecaster } from './forecaster.ts';
import type { ReadySeries } from './knownSources.ts';
import { forecastReport } from './forecastReport.ts';

/** Forecasts drawn in a terminal, at most; the others are in the JSON. */
const DRAWN = 3;

/** Forecasts for machines, for a terminal and for a browser. */
export function predictionOf(
  forecaster: OpenForecaster,
  ready: ReadySeries,
  forecasts: readonly Forecast[],
): Prediction {
  const { architecture } = forecaster.stored;
  const json: Json = {
    task: 'forecast',
    horizon: forecasts[0].times.length,
    period: architecture.period,
    forecasts,
  };
  return {
    json,
    text: (width) => drawForecasts(architecture, ready, forecasts, width),
    html: () => forecastReport(forecaster, ready, forecasts),
  };
}

function drawForecasts(
  { targets, period, horizon }: OpenForecaster['stored']['architecture'],
  { sources }: ReadySeries,
  forecasts: readonly Forecast[],
  width: number,
): string {
  const drawn = forecasts.slice(0, DRAWN).flatMap((forecast, k) => {
    const source = sources[Math.floor(k / targets.length)];
    const most = Math.min(shownHistory(period, horizon), 4 * width);
    const chart = forecastChart(source, forecast, k % targets.length, { most, interval: 80, period });
    return [terminalChart({ ...chart, width, height: 20 }).trimEnd(), '', ...drawForecastTable(forecast), ''];
  });
  const more = forecasts.length - DRAWN;
  const rest = more > 0 ? [`... and ${more} more ${more === 1 ? 'forecast' : 'forecasts'}: see --json.`] : [];
  const cold = [...new Set(forecasts.flatMap((one) => (one.cold ? [one.id || one.target] : [])))];
  const strange =
    cold.length > 0
      ? [`Too few steps for a scale of their own, so on that of series of the training: ${cold.join(', ')}.`]
      : [];
  return [...drawn, ...rest, ...strange].join('\n').trimEnd();
}
