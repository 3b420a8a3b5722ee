import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openChromium } from '../browser/support/openChromium.ts';
import { type OpenPage, openPage } from '../browser/support/openPage.ts';
import { type Installed, installPackage } from './installPackage.ts';

let installed: Installed;

beforeAll(async () => {
  installed = await installPackage();
});

afterAll(() => installed?.remove());

test('carries Studio, whole', async () => {
  const folder = join(installed.folder, 'node_modules/unrolled/studio-dist');
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const [script] = /assets\/[\w-]+\.js/.exec(page) ?? ['none'];
  expect(await readFile(join(folder, script), 'utf8')).toContain('new Worker');
});

test('holds what it needs and nothing else', async () => {
  const packed = await installed.run('npm', 'ls', '--all', '--parseable', '--omit=dev');
  const names = packed
    .trim()
    .split('\n')
    .slice(1)
    .map((path) => path.split('node_modules/').at(-1));
  const wanted = [
    'commander',
    'csv-parse',
    'fast-png',
    'fflate',
    'iobuffer',
    'node-api-headers',
    'unrolled',
    'yaml',
  ];
  expect(new Set(names)).toEqual(new Set(wanted));
});

describe('a program in TypeScript', () => {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

  const nodeTypes = fileURLToPath(new URL('../../node_modules/@types', import.meta.url));

  test.each([
    ['in Node', ['--module', 'NodeNext', '--moduleResolution', 'NodeNext']],
    ['for a bundler', ['--module', 'ESNext', '--moduleResolution', 'Bundler']],
  ])('is checked strictly, the types of the library too, %s', async (_, options) => {
    expect(await installed.run(process.execPath, tsc, '-p', '.', ...options)).toBe('');
  });

  test('needs no types of a browser', async () => {
    const options = ['--strict', '--noEmit', '--ignoreConfig', '--allowImportingTsExtensions'];
    const library = ['--lib', 'ES2023', '--types', 'node', '--typeRoots', nodeTypes, '--module', 'NodeNext'];
    expect(await installed.run(process.execPath, tsc, ...options, ...library, 'train.ts')).toBe('');
  });

  test('trains, saves, loads and predicts', async () => {
    const result = JSON.parse(await installed.run(process.execPath, 'train.ts'));
    expect(result.events).toEqual(expect.arrayContaining(['step', 'epoch', 'validation', 'stopped']));
    expect(result.text).toHaveLength(60);
    expect(result.score).toBeGreaterThan(0);
    expect(result.score).toBeLessThan(2.5);
    expect(result.code).toBe('file-missing');
    expect(result.future).toHaveLength(1);
    expect(result.losses).toHaveLength(60);
    expect(result.losses[59]).toBeLessThan(0.2 * result.losses[0]);
  });
});

describe('the command line', () => {
  /** Ten years of months: a rising line with a season. */
  const value = (month: number): number => 100 + 0.5 * month + 20 * Math.sin((month * Math.PI) / 6);
  const rows = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, k) => from + k).map((month) => {
      const [year, number] = [2015 + Math.floor(month / 12), 1 + (month % 12)];
      return `${year}-${String(number).padStart(2, '0')}-01,${value(month).toFixed(3)}`;
    });
  const unrolled = async (...args: string[]) =>
    JSON.parse(await installed.run('npx', 'unrolled', ...args, '--json'));

  beforeAll(async () => {
    const write = (name: string, from: number, to: number): Promise<void> =>
      writeFile(join(installed.folder, name), ['month,sales', ...rows(from, to), ''].join('\n'));
    await write('sales.csv', 0, 120);
    await write('more.csv', 0, 144);
  });

  test('trains a forecast, predicts and evaluates', async () => {
    const out = ['--out', 'sales-model', '--steps', '150', '--seed', '1', '--horizon', '12'];
    await unrolled('train', 'forecast', 'sales.csv', ...out);
    const manifest = JSON.parse(await readFile(join(installed.folder, 'sales-model/model.json'), 'utf8'));
    expect(manifest.task).toBe('forecast');

    const { forecasts } = await unrolled('predict', 'sales-model');
    const { times, median, lower95, upper95 } = forecasts[0];
    expect([times[0], times[11]]).toEqual(['2025-01', '2025-12']);
    for (let k = 0; k < 12; k++) {
      expect(Math.abs(median[k] - value(120 + k))).toBeLessThan(3);
      expect(lower95[k]).toBeLessThan(upper95[k]);
    }

    const { evaluation } = await unrolled('evaluate', 'sales-model', 'more.csv');
    const error = (name: string): number =>
      evaluation.rows.find((row: { name: string }) => row.name.startsWith(name)).values[0];
    expect(evaluation.columns[0]).toBe('MAE');
    expect(error('seasonal naive')).toBeCloseTo(6, 3);
    expect(error('lstm')).toBeLessThan(3);
  });

  test('says what was wrong, with exit code 2', async () => {
    const failing = installed.run('npx', 'unrolled', 'train', 'forecast', 'nowhere.csv', '--out', 'none');
    await expect(failing).rejects.toMatchObject({ code: 2, message: expect.stringContaining('nowhere.csv') });
  });
});

describe('a page built by Vite with its default settings', () => {
  let browser: Browser;

  beforeAll(async () => {
    await build({ root: installed.folder, configFile: false, logLevel: 'warn' });
    browser = await openChromium();
  });

  afterAll(() => browser?.close());

  test.each([
    ['without cross-origin isolation', false],
    ['with cross-origin isolation', true],
  ])('trains in a worker and predicts, %s', async (_, isolated) => {
    const open: OpenPage = await openPage(browser, join(installed.folder, 'dist'), isolated);
    try {
      expect(await open.page.evaluate(() => crossOriginIsolated)).toBe(isolated);
      const trained = await open.page.evaluate(() => program.trainHere());
      const loaded = await open.page.evaluate(() => program.loadThere());
      expect(trained.losses.length).toBeGreaterThan(0);
      expect(trained.text).toHaveLength(60);
      // The model of the folder was trained in Node, on WebAssembly too: the same bits.
      expect(trained.weights).toBe(loaded.weights);
      expect(trained.text).toBe(loaded.text);
      expect(loaded.score).toBeLessThan(2.5);
      const sales = JSON.parse(await readFile(join(installed.folder, 'public/sales/model.json'), 'utf8'));
      const forecast = await open.page.evaluate(() => program.forecastHere());
      expect(forecast.weights).toBe(sales.files.weights.sha256);
      expect(forecast.future).toHaveLength(1);
      expect(open.faults).toEqual([]);
    } finally {
      await open.close();
    }
  });
});
