import { expect, test } from 'vitest';
import * as forecast from '../../../src/tasks/forecast/index.ts';
import { normal, stream, uniform } from '../../../src/support/random.ts';

const options = { horizon: 5, period: 1, origins: 20, steps: 80, threads: 1, known: ['promo'] } as const;

type Day = {
  readonly shop: string;
  readonly kind: string;
  readonly day: string;
  readonly promo: number | null;
  readonly visits: number | null;
};

/** Days of a shop, where a promotion that nothing else tells of brings `lift` visits more. */
const days = (count: number, { shop = 'a', kind = 'x', lift = 30, seed = 1 } = {}): Day[] =>
  Array.from({ length: count }, (_, t) => {
    const promo = Number(uniform(stream(seed, 1), t) < 0.3);
    return {
      shop,
      kind,
      day: new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10),
      promo,
      visits: Number((100 + lift * promo + 2 * normal(stream(seed, 2), t)).toFixed(2)),
    };
  });

const unseen = (rows: readonly Day[], from: number): Day[] =>
  rows.map((row, t) => (t < from ? row : { ...row, visits: null }));

const errorOf = async (forecaster: forecast.Forecaster): Promise<number> => {
  const { columns, rows } = await forecaster.evaluate();
  return rows[0].values[columns.indexOf('MAE')];
};

test('what is known ahead decides the forecast, from rows beyond the last target or from a file of them', async () => {
  const all = days(200);
  const forecaster = await forecast.fit(unseen(all, 195), options);
  const without = await forecast.fit(
    all.slice(0, 195).map(({ day, visits }) => ({ day, visits })),
    { ...options, known: [] },
  );
  expect(await errorOf(forecaster)).toBeLessThan(0.4 * (await errorOf(without)));
  without.close();

  const [next] = await forecaster.predict();
  expect(next.times).toEqual(all.slice(195).map(({ day }) => day));
  next.median.forEach((value, h) => expect(Math.abs(value - (all[195 + h].visits ?? 0))).toBeLessThan(8));

  // The same from a file of the future alone, with and without the column of the target.
  const future = all.slice(195).map(({ day, promo }) => ({ day, promo }));
  expect(await forecaster.predict({ data: future })).toEqual([next]);
  expect(await forecaster.predict({ data: future.map((row) => ({ ...row, visits: '' })) })).toEqual([next]);
  // Another plan, another forecast.
  const [other] = await forecaster.predict({
    data: future.map((row) => ({ ...row, promo: 1 - (row.promo ?? 0) })),
  });
  other.median.forEach((value, h) => expect(Math.abs(value - next.median[h])).toBeGreaterThan(20));

  const copy = await forecast.open(structuredClone(forecaster.model), { threads: 1 });
  expect(await copy.predict()).toEqual([next]);
  expect(copy.probe()).toEqual(forecaster.manifest.probes.map(({ output }) => output));
  copy.close();
  forecaster.close();
});

test('what is missing ahead is told with its step', async () => {
  const all = days(120);
  const forecaster = await forecast.fit(all.slice(0, 110), { ...options, steps: 3 });
  await expect(forecaster.predict()).rejects.toThrow(
    "'promo' is known ahead, and is missing at 2024-04-20, step 1 of the 5 to forecast. Give a file with rows beyond the last target that hold it.",
  );
  const future = (count: number): forecast.Row[] =>
    all.slice(110, 110 + count).map(({ day, promo }) => ({ day, promo }));
  await expect(forecaster.predict({ data: future(3) })).rejects.toThrow('or ask for a --horizon of 3.');
  expect((await forecaster.predict({ data: future(3), horizon: 3 }))[0].median).toHaveLength(3);
  const blank = future(5).map((row, k) => (k === 1 ? { ...row, promo: null } : row));
  await expect(forecaster.predict({ data: blank })).rejects.toThrow('missing at 2024-04-21, step 2');
  // Rows that do not go on from what the model knows.
  await expect(
    forecaster.predict({ data: all.slice(112).map(({ day, promo }) => ({ day, promo })) }),
  ).rejects.toThrow(
    'the series has no value to forecast from, and what the model knows of it ends at 2024-04-19',
  );
  forecaster.close();
});

test('a column has one role, and must be there', async () => {
  const rows = days(60);
  const fit = (given: forecast.ForecastOptions): Promise<unknown> =>
    forecast.fit(rows, { ...options, steps: 1, ...given });
  await expect(fit({ target: 'promo' })).rejects.toThrow("column 'promo' is both target and known ahead");
  await expect(fit({ covariates: ['promo'] })).rejects.toThrow('is both covariate and known ahead');
  await expect(fit({ known: ['price'] })).rejects.toThrow("there is no column 'price'");
  await expect(forecast.fit([1, 2, 3], { known: ['promo'] })).rejects.toThrow(
    "numbers have no column 'promo'",
  );
  await expect(fit({ id: 'shop', static: ['day'] })).rejects.toThrow(
    "column 'day' of series 'a' is '2024-01-01' in line 1 and '2024-01-02' in line 2. A static category is the same",
  );
  await expect(
    forecast.fit(
      rows.map((row) => ({ ...row, kind: '' })),
      { ...options, steps: 1, static: ['kind'] },
    ),
  ).rejects.toThrow("the static category 'kind' has no value");
});

/** Promotions bring visits to shops of one kind, and cost those of the other visits; they are too rare to be learned from one shop. */
const kinds = (): Day[] =>
  Array.from({ length: 8 }, (_, k) =>
    days(90, { shop: `shop ${k}`, kind: k % 2 === 0 ? 'x' : 'y', lift: k % 2 === 0 ? 30 : -30, seed: k }),
  ).flat();

test('a static category tells kinds of series apart; a new value is taken for the mean of all', async () => {
  const given = { ...options, id: 'shop', origins: 10, context: 2, steps: 300 };
  const told = await forecast.fit(kinds(), { ...given, static: ['kind'] });
  const untold = await forecast.fit(kinds(), given);
  expect(await errorOf(told)).toBeLessThan(0.5 * (await errorOf(untold)));
  untold.close();
  const shop = (kind: string): forecast.Row[] =>
    days(60).map((row, t) => ({
      ...row,
      shop: 'new',
      kind,
      promo: Number(t >= 55),
      visits: t < 55 ? 100 + 14 * normal(stream(9), t) : null,
    }));
  const level = async (kind: string): Promise<number> =>
    (await told.predict({ data: shop(kind) }))[0].median.reduce((sum, value) => sum + value / 5, 0);
  const [x, y, unknown] = [await level('x'), await level('y'), await level('z')];
  expect(x).toBeGreaterThan(110);
  expect(y).toBeLessThan(90);
  expect(unknown).toBeGreaterThan(y);
  expect(unknown).toBeLessThan(x);
  expect(told.manifest.architecture).toMatchObject({ categories: [{ name: 'kind', values: ['x', 'y'] }] });
  await expect(
    forecast.fit(kinds(), { ...given, steps: 1, static: ['shop'], from: told.model }),
  ).rejects.toThrow('static is shop, but the model to go on from has kind');
  told.close();
});

test('a model of a release that knew nothing ahead still forecasts', async () => {
  const rows = days(60).map(({ day, visits }) => ({ day, visits }));
  const forecaster = await forecast.fit(rows, { horizon: 3, steps: 3, threads: 1 });
  const { model } = forecaster;
  const manifest = JSON.parse(JSON.stringify(model.manifest));
  delete manifest.architecture.known;
  delete manifest.architecture.categories;
  delete manifest.scaling.units.known;
  const old = await forecast.open({ ...model, manifest }, { threads: 1 });
  expect(await old.predict()).toEqual(await forecaster.predict());
  old.close();
  forecaster.close();
});
