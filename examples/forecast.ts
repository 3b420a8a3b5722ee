/** Series in, forecasts with intervals out. Run it with: node examples/forecast.ts */
import { forecast } from 'unrolled';

// Sales of four years, month by month: a season, growth, and some noise. Your rows may come from anywhere.
const rows = Array.from({ length: 48 }, (_, t) => ({
  month: `${2021 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}`,
  sales: Math.round(200 + 3 * t + 40 * Math.sin((2 * Math.PI * t) / 12) + 8 * Math.sin(t * t)),
}));

// The last steps are held out, to see how good the forecasts are beside the naive ones.
const forecaster = await forecast.fit(rows, { target: 'sales', horizon: 6, origins: 4 });

const { columns, rows: scores } = await forecaster.evaluate();
const mase = columns.indexOf('MASE');
for (const { name, values } of scores) console.log(`${name.padEnd(16)} MASE ${values[mase].toFixed(2)}`);

const [next] = await forecaster.predict();
next.times.forEach((time, h) => {
  const [low, middle, high] = [next.lower80[h], next.median[h], next.upper80[h]].map(Math.round);
  console.log(`${time}  ${middle}  (80 %: ${low} to ${high})`);
});

forecaster.close();
