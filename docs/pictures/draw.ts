/** Draws the pictures of the documentation: `npm run build && npx node --conditions=source docs/pictures/draw.ts`. */
import { writeFile } from 'node:fs/promises';
import { airlinePassengers } from '../../src/data/builtin/airlinePassengers.ts';
import type { BuiltinSeries } from '../../src/data/builtin/builtinSeries.ts';
import { yearlySunspots } from '../../src/data/builtin/yearlySunspots.ts';
import { svgLines } from '../../src/formats/draw/svgLines.ts';
import { forecast } from '../../src/index.ts';
import { gradientByLag } from './gradientByLag.ts';
import { gridDiagonals } from './gridDiagonals.ts';
import { packedLayout } from './packedLayout.ts';
import { streamedAnswers, transcribeLine } from './transcribeLine.ts';

interface Drawing {
  readonly title: string;
  readonly horizon: number;
  /** The last values of the series that are drawn. */
  readonly shown: number;
  /** Values at the end of the series that the model does not get, and that are drawn beside its forecast. */
  readonly hidden: number;
  readonly interval: 80 | 95;
}

/** Trains on a series with the task's own settings, and draws its forecast. */
async function drawForecast(
  { firstYear, values, frequency, unit }: BuiltinSeries,
  { title, horizon, shown, hidden, interval }: Drawing,
): Promise<string> {
  const time = (t: number): string => {
    const month = t * frequency.every;
    const year = String(firstYear + Math.floor(month / 12));
    return frequency.every === 12 ? year : `${year}-${String((month % 12) + 1).padStart(2, '0')}`;
  };
  const known = values.length - hidden;
  const rows = values.slice(0, known).map((value, t) => ({ date: time(t), value }));
  const model = await forecast.fit(rows, { horizon, backend: 'wasm' });
  const [{ median, lower80, upper80, lower95, upper95 }] = await model.predict();
  model.close();
  const from = values.length - shown;
  const start = known - from;
  const [lower, upper] = interval === 80 ? [lower80, upper80] : [lower95, upper95];
  return svgLines({
    title,
    yTitle: unit,
    series: [
      { name: 'observed', values: values.slice(from), style: 'line' },
      { name: 'forecast (median)', values: median, start, style: 'marks' },
    ],
    band: { name: `${interval} % interval`, lower, upper, start },
    labels: Array.from({ length: start + horizon }, (_, k) => time(from + k)),
    // Januaries; the series begin with one.
    ...(frequency.every === 1 && { ticks: { first: (12 - (from % 12)) % 12, step: 12 } }),
  });
}

const write = (name: string, svg: string): Promise<void> =>
  writeFile(new URL(name, import.meta.url), `${svg}\n`);

await write('classify.svg', await streamedAnswers());
await write(
  'forecast.svg',
  await drawForecast(airlinePassengers, {
    title: 'International airline passengers, 1961 forecast',
    horizon: 12,
    shown: 60,
    hidden: 0,
    interval: 95,
  }),
);
await write(
  'sunspots.svg',
  await drawForecast(yearlySunspots, {
    title: 'Sunspots: 22 years forecast from the 262 before, and what came',
    horizon: 22,
    shown: 90,
    hidden: 22,
    interval: 80,
  }),
);
await write('packed.svg', packedLayout());
const { lags, inputs } = await gradientByLag();
await write('gradient-by-lag.svg', lags);
await write('answer-from-steps.svg', inputs);
await write('classify.svg', await streamedAnswers());
await write('diagonals.svg', gridDiagonals());
await write('transcribe.svg', await transcribeLine());
