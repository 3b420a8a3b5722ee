import type { Browser, Page } from 'playwright-core';
import { type FolderServer, serveFolder } from './serveFolder.ts';

export interface OpenPage {
  readonly page: Page;
  readonly server: FolderServer;
  /** What went wrong in the page so far: uncaught errors, failed requests, messages of console.error. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** Opens the page of a folder in a browser, cross-origin isolated or not. */
export async function openPage(browser: Browser, folder: string, isolated: boolean): Promise<OpenPage> {
  const server = await serveFolder(folder, isolated);
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('response', (response) => !response.ok() && faults.push(`${response.status()} ${response.url()}`));
  await page.goto(server.url);
  return {
    page,
    server,
    faults,
    close: async () => {
      await context.close();
      await server.close();
    },
  };
}
