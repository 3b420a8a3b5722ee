import { afterAll, describe, expect, it } from 'vitest';
import { platform } from '#platform';
import { translateData } from '../../../src/tasks/translate/data.ts';
import { fit } from '../../../src/tasks/translate/fit.ts';
import * as translate from '../../../src/tasks/translate/index.ts';
import { riskOf } from '../../../src/tasks/translate/riskOf.ts';
import { translateModel } from '../../../src/tasks/translate/translateModel.ts';
import { asRead } from '../../../src/tasks/translate/translator.ts';
import { expectedRisk } from '../../../src/tensor/losses/expectedRisk.ts';
import { openContext } from '../../../src/tensor/openContext.ts';
import { noGradient } from '../../../src/tensor/tape.ts';
import { expectSameBits } from '../expectSameBits.ts';
import { expectGradients, tiny } from './expectGradients.ts';
import { reversed } from './made.ts';
import { batchOf, lossOf } from './stepwiseLoss.ts';

const context = await openContext({ backend: 'wasm', threads: 1 });
afterAll(() => context.close());

const engine = { backend: 'wasm', threads: 1, worker: false } as const;
const { sources, targets } = batchOf(
  [
    [4, 7, 5, 2],
    [3, 2],
  ],
  [
    [1, 3, 2],
    [1, 7, 4, 2],
    [1, 4, 5, 6, 2],
    [1, 2],
    [1, 6, 6, 2],
  ],
);
const of = [0, 0, 1, 0, 1];
const risks = [0, 0.4, 0.9, 1, 0.2];

describe('the risk to be expected', () => {
  it.each([
    { name: 'plain', pointer: false },
    { name: 'of a model that points', pointer: true },
  ])('has the gradients of central differences, $name', ({ pointer }) => {
    const batch = { sources: sources.map((own) => (pointer ? own : own.map((symbol) => symbol % 7))), of };
    const read = targets.map((own) => (pointer ? own : own.map((symbol) => symbol % 7)));
    expectGradients({ ...tiny, shared: true, pointer }, (model, own) => {
      const { logLikelihoods } = model.logLikelihoods({ ...batch, targets: read });
      const owners = own.tensor(of, [5], 'int32');
      return expectedRisk(logLikelihoods, own.tensor(risks), { owners, inputs: 2, sharpness: 0.7 });
    });
  });

  it('is by the shares of the candidates of each source', () => {
    const model = translateModel(context, { ...tiny, shared: true, pointer: true }, 3);
    context.step(() =>
      noGradient(context, () => {
        const { logLikelihoods, tokens } = model.logLikelihoods({ sources, targets, of });
        const logs = Array.from(logLikelihoods.toArray());
        expect(tokens).toBe(13);
        targets.forEach((target, k) => {
          const alone = lossOf(context, model, { sources: [sources[of[k]]], targets: [target] });
          expect(logs[k]).toBeCloseTo(-alone * (target.length - 1), 4);
        });
        const owners = context.tensor(of, [5], 'int32');
        const risk = (sharpness: number): number =>
          expectedRisk(logLikelihoods, context.tensor(risks), { owners, inputs: 2, sharpness }).item();
        const share = (k: number): number =>
          Math.exp(0.7 * logs[k]) /
          logs.reduce((sum, log, j) => sum + (of[j] === of[k] ? Math.exp(0.7 * log) : 0), 0);
        expect(risk(0.7)).toBeCloseTo(risks.reduce((sum, own, k) => sum + own * share(k), 0) / 2, 5);
        // The flatter the nearer to the mean, the sharper the nearer to the likeliest.
        expect(risk(1e-9)).toBeCloseTo((1.4 / 3 + 1.1 / 2) / 2, 5);
        const likeliest = (source: number): number =>
          risks[logs.reduce((best, log, k) => (of[k] === source && !(log <= logs[best]) ? k : best), -1)];
        expect(risk(1e4)).toBeCloseTo((likeliest(0) + likeliest(1)) / 2, 5);
      }),
    );
  });

  it('of a text is 1 less its BLEU, by what its unit counts', () => {
    const side = { unit: 'word', lowercase: false, symbols: [] } as const;
    expect(riskOf(side, 'a small house', 'a small house')).toBeCloseTo(0, 12);
    expect(riskOf(side, '', 'a small house')).toBe(1);
    expect(riskOf(side, 'nothing right', 'a small house')).toBe(1);
    expect(riskOf({ ...side, unit: 'character' }, 'abcx', 'abcd')).toBeCloseTo(
      1 - ((3 / 4) * (2 / 3) * (1 / 2) * (1 / 2)) ** (1 / 4),
      6,
    );
    const some = riskOf(side, 'a small cat', 'a small house');
    expect(some).toBeGreaterThan(0.1);
    expect(some).toBeLessThan(0.9);
  });
});

describe('minimum risk training', () => {
  const options = { unit: 'token', hidden: 12, embedding: 8, batch: 16, dropout: 0.05, ...engine } as const;
  const pairs = reversed(200);
  const byRisk = { batch: 16, lr: 0.005, risk: 6, riskSharpness: 0.5, epochs: 8 } as const;

  it('lowers the risk of the model that it goes on from, and so its errors', async () => {
    const begun = await translate.fit(pairs, { ...options, lr: 0.02, epochs: 12 });
    const more = await translate.fit(pairs, { ...engine, ...byRisk, from: begun.model });
    const unseen = reversed(100, 2);
    const [before, after] = [begun, more].map(
      (model) => model.evaluate(unseen, { beam: 1 }).rows[0].values[1],
    );
    expect(after).toBeLessThan(0.85 * before);
    begun.close();
    more.close();
  });

  it('goes on from any checkpoint to the same bits', async () => {
    const data = await translateData(platform, { pairs: asRead(reversed(40)), name: 'made' }, options);
    const { model: from, close } = await translate.fit(pairs, { ...options, steps: 20 });
    close();
    await expectSameBits((runtime) => fit(data, { ...byRisk, epochs: 2 }, { ...engine, ...runtime, from }));
  });

  it('wants a model, and nothing else to learn', async () => {
    await expect(translate.fit(pairs, byRisk)).rejects.toThrow(/risk, and no model to go on from/);
    await expect(translate.fit(pairs, { ...byRisk, smoothing: 0.1 })).rejects.toThrow(/risk with smoothing/);
    await expect(translate.fit(pairs, { ...byRisk, coverage: 1 })).rejects.toThrow(/risk with coverage/);
  });
});
