/**
 * Photographs Studio: `npx node --conditions=source docs/pictures/photographStudio.ts`, after `npm run build`, into this
 * folder. Every view on a wide screen and on a phone, light and dark, with `--all FOLDER`.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { serveStudio } from '../../src/serve/serveStudio.ts';
import { openChromium } from '../../test/browser/support/openChromium.ts';

const [option, elsewhere] = process.argv.slice(2);
const all = option === '--all';
const folder = all ? elsewhere : fileURLToPath(new URL('.', import.meta.url));

const screens = { desk: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } } as const;

const server = await serveStudio(0);
const browser = await openChromium();

type Photograph = (view: string, part?: string) => Promise<void>;

/** Trains an example and calls back with the page and what photographs it. */
async function trained(
  screen: keyof typeof screens,
  colorScheme: 'light' | 'dark',
  { cell, title }: { readonly cell: string; readonly title: string },
  visit: (page: Page, photograph: Photograph) => Promise<void>,
): Promise<void> {
  const viewport = screens[screen];
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: all ? 1 : 1.5 });
  const page = await context.newPage();
  const photograph: Photograph = async (view) => {
    const path = join(folder, `studio-${view}-${screen}-${colorScheme}.png`);
    await page.screenshot({ path, fullPage: all, animations: 'disabled' });
  };
  await page.goto(server.url);
  await page.getByRole('radio', { name: cell.toUpperCase() }).check();
  if (all) await photograph(`start`);
  await page.getByRole('button', { name: `Train on ${title}` }).click();
  await page.getByText(/^done$/).waitFor({ timeout: 90_000 });
  await visit(page, photograph);
  await context.close();
}

const brackets = { cell: 'lstm', title: 'Do the brackets match?' };
const tide = { cell: 'gru', title: 'How high is the tide?' };

const unrolled = async (page: Page, back: boolean): Promise<void> => {
  await page.getByRole('link', { name: 'See it unrolled' }).click();
  await page.getByRole('combobox', { name: 'Sequence' }).selectOption({ index: 5 });
  if (back) await page.getByRole('button', { name: 'All the way back' }).click();
};

for (const colorScheme of ['light', 'dark'] as const)
  for (const screen of ['desk', 'phone'] as const) {
    if (!all && (colorScheme === 'light') !== (screen === 'desk')) continue;
    await trained(screen, colorScheme, brackets, async (page, photograph) => {
      if (all) await photograph('run');
      await unrolled(page, true);
      await photograph('unrolled');
    });
    if (all || screen === 'desk')
      await trained(screen, colorScheme, tide, async (_, photograph) => photograph('tide'));
  }

await browser.close();
await server.close();
