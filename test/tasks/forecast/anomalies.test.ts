import { expect, test } from 'vitest';
import { levels } from '../../../src/tasks/forecast/outputs/levels.ts';
import type { Output } from '../../../src/tasks/forecast/outputs/output.ts';
import { outputNames, outputs } from '../../../src/tasks/forecast/outputs/outputs.ts';
import * as forecast from '../../../src/tasks/forecast/index.ts';
import { task } from '../../../src/tasks/forecast/task.ts';
import { seasonal } from './seasonal.ts';

test.each(outputNames)('%s: tails agree with the quantiles', (name) => {
  const output: Output = outputs[name];
  const own = { offset: 20, factor: 4 };
  const { quantiles } = output.outcome(output.start, own);
  quantiles.forEach((x, k) => {
    const { below, above } = output.tails(output.start, x, own);
    if (output.counts) {
      expect(below).toBeGreaterThanOrEqual(levels[k]);
      expect(above).toBeGreaterThan(1 - levels[k]);
    } else {
      expect(below).toBeCloseTo(levels[k], 9);
      expect(above).toBeCloseTo(1 - levels[k], 9);
    }
  });
  // Far out, both tails keep their size.
  const [far, near] = [output.tails(output.start, 9, own), output.tails(output.start, 8, own)];
  expect(far.above).toBeGreaterThan(0);
  expect(far.above).toBeLessThan(near.above);
});

test.each(['direct', 'autoregressive'] as const)(
  'a step that was tampered with is found first: %s',
  async (decoder) => {
    const values = seasonal(150);
    const options = { period: 12, horizon: 4, origins: 20, threads: 1, decoder } as const;
    const forecaster = await forecast.fit(values, options);
    const changed = values.map((value, t) => (t === 140 ? value + 12 : t === 90 ? Number.NaN : value));
    const all = await forecaster.anomalies({ data: changed });
    // Every observed step after the first season, once.
    expect(all).toHaveLength(150 - 12 - 1);
    expect(all[0]).toMatchObject({
      id: '',
      target: 'value',
      time: '140',
      value: values[140] + 12,
      trained: false,
    });
    expect(all[0].probability).toBeLessThan(1e-3);
    expect(all[0].upper95).toBeLessThan(all[0].value);
    expect(all.map(({ probability }) => probability)).toEqual(
      all.map(({ probability }) => probability).sort((a, b) => a - b),
    );
    // Of steps that are as they ever were, about half are in the inner half.
    const inner = all.filter(({ probability }) => probability > 0.5).length / all.length;
    expect(inner).toBeGreaterThan(0.3);
    expect(inner).toBeLessThan(0.75);

    const predictor = await task.open(forecaster.model, { threads: 1 });
    const prediction = await predictor.predict(undefined, { anomalies: 3 });
    expect(prediction.json).toMatchObject({ steps: 138, anomalies: [{ target: 'value' }, {}, {}] });
    expect(prediction.text(80)).toContain('Of 138 observed steps,');
    expect(prediction.text(80).split('\n').slice(0, 5)[4]).toBe('');
    await expect(predictor.predict(undefined, { anomalies: 3, horizon: 2 })).rejects.toThrow(
      '--anomalies looks one step ahead and draws nothing, and --horizon is given',
    );
    predictor.close();
    await expect(forecaster.anomalies({ data: values.slice(0, 12) })).rejects.toThrow(
      'there is no observed step after the first season of 12. Give more rows.',
    );
    forecaster.close();
  },
);
