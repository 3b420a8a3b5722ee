import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasRelaxedSimd } from '../../src/backend/relaxedSimd.ts';
import { fitSmall, type SmallFit } from './page/fitSmall.ts';
import { trainSmall } from './page/trainSmall.ts';
import { buildPage } from './support/buildPage.ts';
import { openChromium } from './support/openChromium.ts';
import { type OpenPage, openPage } from './support/openPage.ts';

let folder: string;
let browser: Browser;
let fitted: SmallFit;
const trained = new Map<boolean, number[]>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unrolled-page-'));
  await buildPage(folder);
  browser = await openChromium();
  fitted = await fitSmall({ worker: false, threads: 1 });
  for (const relaxed of [false, true]) trained.set(relaxed, await trainSmall({ relaxed, threads: 1 }));
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

test('Node learns something on WebAssembly, so that there is something to compare with', () => {
  expect(fitted.losses).toHaveLength(30);
  expect(fitted.losses[29]).toBeLessThan(fitted.losses[0] - 0.3);
  for (const losses of trained.values()) {
    expect(losses).toHaveLength(24);
    expect(losses[23]).toBeLessThan(losses[0] - 0.2);
  }
});

describe.each([
  { name: 'a page', isolated: false, threads: [1] },
  { name: 'a page with cross-origin isolation', isolated: true, threads: [1, 2, 3] },
])('$name', ({ isolated, threads }) => {
  let open: OpenPage;

  beforeAll(async () => {
    open = await openPage(browser, folder, isolated);
  });

  afterAll(async () => {
    await open?.close();
  });

  test('is isolated or not as meant, and has the instructions that Node has', async () => {
    const found = await open.page.evaluate(() => [crossOriginIsolated, tests.hasRelaxedSimd()]);
    expect(found).toEqual([isolated, hasRelaxedSimd()]);
  });

  test.each([false, true])('kernels agree with float64 (relaxed SIMD: %s)', async (relaxed) => {
    const given = { relaxed, threads: isolated ? threads : [] };
    const result = await open.page.evaluate(({ relaxed, threads }) => tests.conform(relaxed, threads), given);
    expect(result.faults).toEqual([]);
    expect(result.cases).toBeGreaterThan(100);
    const build = relaxed ? 'relaxed SIMD' : 'SIMD';
    expect(result.backends).toEqual(
      [1, ...given.threads].map((count) => `wasm ${build}, ${count} thread${count === 1 ? '' : 's'}`),
    );
  });

  test.each([false, true])(
    'trains in its own thread to the bits of Node (relaxed SIMD: %s)',
    async (relaxed) => {
      for (const count of threads) {
        const losses = await open.page.evaluate((options) => tests.trainSmall(options), {
          relaxed,
          threads: count,
        });
        expect(losses, `${count} threads`).toEqual(trained.get(relaxed));
      }
    },
  );

  test('computes the same in one thread where workers cannot start', async () => {
    const result = await open.page.evaluate(async () => {
      const { Worker } = globalThis;
      Object.assign(globalThis, { Worker: undefined });
      return tests
        .fitSmall({ worker: false, threads: 2 })
        .finally(() => Object.assign(globalThis, { Worker }));
    });
    expect(result).toEqual(fitted);
  });

  test.each([false, true])('fits a model to the bits of Node (in a worker: %s)', async (worker) => {
    for (const count of [...threads, 2]) {
      const result = await open.page.evaluate((options) => tests.fitSmall(options), {
        worker,
        threads: count,
      });
      expect(result, `${count} threads`).toEqual(fitted);
    }
  });

  test('a worker starts further threads where memory can be shared', async () => {
    const started = () => open.server.asked.filter((path) => path.includes('poolThread')).length;
    const before = started();
    await open.page.evaluate(() => tests.fitSmall({ worker: true, threads: 2 }));
    // One for the training in the worker, one for the model in the page.
    expect(started() - before).toBe(isolated ? 2 : 0);
  });

  test('had no errors', () => expect(open.faults).toEqual([]));
});
