import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openModel } from '../../src/formats/model/openModel.ts';
import { classify, mapSource, type UnrolledSequence, unrollSequence } from '../../src/index.ts';
import { serveStudio } from '../../src/serve/serveStudio.ts';
import { brackets } from '../../studio/examples/brackets.ts';
import { edgeNorms, shortNumber } from '../../studio/unrolled/edges.ts';
import { digits } from '../../studio/unrolled/equations.ts';
import { openChromium } from './support/openChromium.ts';
import { serveFolder } from './support/serveFolder.ts';

const folder = fileURLToPath(new URL('../../studio-dist/', import.meta.url));
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  browser = await openChromium();
});

afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await browser?.close();
});

interface Visit {
  readonly page: Page;
  /** Uncaught errors, failed requests, messages of console.error. */
  readonly faults: readonly string[];
}

/** Opens Studio as `unrolled studio` serves it, or from a host that sends no special headers. */
async function visit(host: 'unrolled' | 'static', options: BrowserContextOptions = {}): Promise<Visit> {
  const server = host === 'unrolled' ? await serveStudio(0) : await serveFolder(folder, false);
  const context = await browser.newContext(options);
  closing.push(
    () => server.close(),
    () => context.close(),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('response', (response) => !response.ok() && faults.push(`${response.status()} ${response.url()}`));
  await page.goto(server.url);
  return { page, faults };
}

const train = async (page: Page, cell: string, title: string): Promise<void> => {
  await page.getByRole('radio', { name: cell.toUpperCase() }).check();
  await page.getByRole('button', { name: `Train on ${title}` }).click();
};

const isPhase = (page: Page, phase: string): Promise<void> =>
  page
    .getByRole('status')
    .filter({ hasText: new RegExp(`^${phase}$`) })
    .waitFor({ timeout: 50_000 });

/** A number of the Run view, by its name. */
const number = async (page: Page, name: string): Promise<number> =>
  Number(
    await page
      .locator('dl div', { has: page.getByText(name, { exact: true }) })
      .locator('dd')
      .innerText(),
  );

const toView = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).click();

/** Faults of accessibility, as axe finds them. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const found = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run();
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

/** How much what is seen has moved by itself since the page was opened (the cumulative layout shift of the Web Vitals). */
const shifted = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const shifts = list.getEntries() as (PerformanceEntry & {
            value: number;
            hadRecentInput: boolean;
          })[];
          resolve(shifts.reduce((sum, one) => sum + (one.hadRecentInput ? 0 : one.value), 0));
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(0), 300);
      }),
  );

/** The model as the page gives it out, opened here. */
async function downloaded(page: Page): Promise<classify.Classifier> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the model' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('unrolled-classify.zip');
  const files = Object.entries(unzipSync(await readFile(await download.path())));
  const named = files.map(([name, bytes]) => [name.split('/')[1], new Uint8Array(bytes)] as const);
  return classify.open(await openModel(mapSource(new Map(named))), { backend: 'wasm', threads: 1 });
}

test('script and style are at most 200 kB, compressed', async () => {
  const names = (await readdir(`${folder}assets`)).filter((name) => /\.(js|css)$/.test(name));
  const sizes = await Promise.all(
    names.map(async (name) => gzipSync(await readFile(`${folder}assets/${name}`)).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(50_000);
  expect(total).toBeLessThan(200_000);
});

describe.each([
  { host: 'unrolled', cell: 'lstm', isolated: true, right: 95 },
  { host: 'static', cell: 'gru', isolated: false, right: 90 },
  // Without gates it counts badly.
  { host: 'static', cell: 'rnn', isolated: false, right: 60 },
] as const)('on the host $host, $cell', ({ host, cell, isolated, right }) => {
  let page: Page;
  let faults: readonly string[];
  let model: classify.Classifier;
  const shown = brackets(12, 2);
  const unrolled = (sequence: number): UnrolledSequence =>
    unrollSequence(model.subject(shown, { sequences: shown.length }), { sequence });

  beforeAll(async () => {
    ({ page, faults } = await visit(host));
    await train(page, cell, 'Do the brackets match?');
    await isPhase(page, 'done');
    model = await downloaded(page);
    closing.push(async () => model.close());
  });

  test('may share memory between threads or not, as meant', async () => {
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
  });

  test('learns brackets, in the tab, and says so', async () => {
    const { rows } = model.evaluate(brackets(300, 9));
    expect(rows[0].values[0]).toBeGreaterThan(right);
    expect(await number(page, 'right, held out, %')).toBeGreaterThan(right);
    const wrong = model
      .classify(shown.map(({ text }) => text))
      .filter(({ label }, k) => label !== shown[k].label);
    expect(await page.locator('td.wrong').count()).toBe(wrong.length);
    expect(await page.locator('tbody tr').count()).toBe(shown.length);
  });

  test('shows the numbers that the library gives, forward and backward', async () => {
    await toView(page, 'Unrolled');
    const sequence = 4;
    await page.getByRole('combobox', { name: 'Sequence' }).selectOption({ index: sequence });
    const { texts, recurrences, answers } = unrolled(sequence);
    await expect.poll(() => page.locator('li .reads').count()).toBe(texts.length);
    expect(await page.locator('.said').innerText()).toContain(`it is ${shown[sequence].label}`);
    expect(await page.locator('.followed [aria-hidden]').innerText()).toBe(shortNumber(answers[0].loss));

    const [{ values, initial }] = recurrences;
    const H = values.h.width;
    await page.getByRole('combobox', { name: 'unit' }).selectOption({ index: 5 });
    for (const time of [0, texts.length - 1]) {
      await page.getByRole('button', { name: `step ${time + 1}, reads` }).click();
      for (const name of Object.keys(initial))
        expect(await page.locator(`[data-value=${name}]`).innerText()).toBe(
          digits(values[name].data[time * H + 5]),
        );
    }

    await page.getByRole('button', { name: 'All the way back' }).click();
    const norms = edgeNorms(recurrences[0]);
    const wanted = Object.values(norms.states)
      .reverse()
      .map((list) => list.map(shortNumber));
    const steps = await page.locator('li').all();
    for (const [time, step] of steps.slice(0, -1).entries())
      expect(await step.locator('.carried b').allInnerTexts()).toEqual(wanted.map((list) => list[time]));
    expect(await page.locator('.up b').allInnerTexts()).toEqual(norms.input.map(shortNumber));
  });

  test('is worked by keys alone', async () => {
    const last = page.locator('button.open').last();
    await last.click();
    await page.keyboard.press('ArrowLeft');
    const T = await page.locator('li .reads').count();
    expect(await page.locator(':focus').innerText()).toContain(`step ${T - 1},`);
    expect(await page.locator('#unit').innerText()).toContain(`step ${T - 1},`);
    await page.getByLabel('Moment').focus();
    await page.keyboard.press('Home');
    expect(await page.locator('li.ahead').count()).toBe(T);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('li.ahead').count()).toBe(T - 1);
    await page.getByRole('button', { name: 'Play' }).press('Enter');
    await expect.poll(() => page.locator('li.ahead').count(), { timeout: 5000 }).toBeLessThan(T - 2);
  });

  test('had no errors, and nothing moved by itself', async () => {
    expect(faults).toEqual([]);
    expect(await shifted(page)).toBeLessThan(0.05);
  });
});

test('pauses, goes on and stops; a stopped model can be seen unrolled', async () => {
  const { page, faults } = await visit('unrolled');
  await train(page, 'gru', 'What comes after sixty-nine?');
  await expect.poll(() => number(page, 'step'), { timeout: 30_000 }).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Pause' }).click();
  await isPhase(page, 'paused');
  const paused = await number(page, 'step');
  await page.waitForTimeout(400);
  expect(await number(page, 'step')).toBe(paused);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => number(page, 'step'), { timeout: 20_000 }).toBeGreaterThan(paused);
  await page.getByRole('button', { name: 'Stop' }).click();
  await isPhase(page, 'stopped');
  expect((await page.locator('.text').innerText()).length).toBeGreaterThan(100);
  await toView(page, 'Unrolled');
  await page.getByLabel('Text to read').fill('nine ten');
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect.poll(() => page.locator('li .reads').allInnerTexts()).toHaveLength('nine te'.length);
  expect(faults).toEqual([]);
});

test('a table that is dropped is looked at, and forecast', async () => {
  const { page, faults } = await visit('static');
  const rows = Array.from({ length: 120 }, (_, k) => `${k},${(10 + Math.sin(k / 2)).toFixed(3)}`);
  const buffer = Buffer.from(['hour,load', ...rows].join('\n'));
  await page.getByLabel('Choose a file').setInputFiles({ name: 'load.csv', mimeType: 'text/csv', buffer });
  await page.getByText('120 rows of 2 columns').waitFor();
  await page.getByRole('button', { name: 'Train a LSTM on it' }).click();
  await page.getByRole('img', { name: 'Forecast of load' }).waitFor({ timeout: 30_000 });
  await page
    .getByRole('button', { name: 'Stop' })
    .click({ timeout: 1000 })
    .catch(() => {});
  expect(faults).toEqual([]);
});

test('data that cannot be used is refused in words', async () => {
  const { page } = await visit('static');
  const file = { name: 'short.txt', mimeType: 'text/plain', buffer: Buffer.from('too short') };
  await page.getByLabel('Choose a file').setInputFiles(file);
  expect(await page.getByRole('alert').innerText()).toContain('short.txt has 9 characters');

  const table = { name: 'few.csv', mimeType: 'text/csv', buffer: Buffer.from('day,sales\n1,2\n2,3\n3,4\n') };
  await page.getByLabel('Choose a file').setInputFiles(table);
  await page.getByRole('button', { name: 'Train a LSTM on it' }).click();
  await isPhase(page, 'nothing to do');
  const fault = await page.getByRole('alert').innerText();
  expect(fault).toMatch(/forecast|data|series/);
  expect(fault).not.toContain('defect');
});

describe.each([
  { name: 'a wide screen, light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'a phone, dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const)('on $name', ({ viewport, colorScheme }) => {
  test('every view is accessible, and as wide as the screen', async () => {
    const { page } = await visit('unrolled', { viewport, colorScheme, reducedMotion: 'reduce' });
    const check = async (): Promise<void> => {
      expect(await violations(page)).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(viewport.width);
    };
    await check();
    await train(page, 'lstm', 'How high is the tide?');
    await page.getByRole('img', { name: 'Forecast of level' }).waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Pause' }).click();
    await check();
    await toView(page, 'Unrolled');
    await page.getByRole('button', { name: 'All the way back' }).click();
    await page.getByText('Every term of f').click();
    await check();
  });
});
