import { expect, it } from 'vitest';
import { forecast } from '../../../src/index.ts';
import { normal, stream } from '../../../src/support/random.ts';

const engine = { backend: 'wasm', threads: 1 } as const;

it('errors of a random walk grow with the step, and those of one step ahead do not', async () => {
  const source = stream(3);
  let level = 50;
  const rows = Array.from({ length: 160 }, (_, t) => ({ value: (level += normal(source, t)) }));
  const options = { horizon: 8, period: 1, hidden: 4, steps: 30, transform: 'none', origins: 40 } as const;
  const model = await forecast.fit(rows, { ...options, ...engine });
  const { tables = [], notes, trials } = await model.evaluate({ drift: true });
  const [{ columns, rows: found }] = tables;
  expect(columns).toEqual(['from the step before', 'from the origin', 'gap']);
  expect(found.map(({ name }) => name)).toEqual(['step 1', 'step 2', 'steps 3 to 4', 'steps 5 to 8']);
  expect(found[0].values[2]).toBe(0);
  const [, , , last] = found;
  expect(last.values[1]).toBeGreaterThan(1.6 * last.values[0]);
  // The forced ones stay as they are at the first step.
  expect(last.values[0]).toBeLessThan(1.5 * found[0].values[0]);
  // From the origin they are the errors that the scores are made of.
  const size = rows.reduce((sum, { value }) => sum + Math.abs(value), 0) / rows.length;
  const errors = trials.map(({ actual, forecasts: [{ quantiles }] }) =>
    Math.abs(actual[0] - quantiles[(quantiles.length - 1) / 2][0]),
  );
  expect(found[0].values[1]).toBeCloseTo(errors.reduce((a, b) => a + b, 0) / errors.length / size, 10);
  expect(notes.some((note) => /^It has (not )?drifted/.test(note))).toBe(true);
  model.close();
});
