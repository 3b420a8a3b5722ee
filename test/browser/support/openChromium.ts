import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Headless Chromium: the one that CHROMIUM names, else Debian's. Throws where there is none. */
export async function openChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `there is no browser at ${executablePath}: apt-get install chromium, or name one in the variable CHROMIUM`,
    );
  }
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  return chromium.launch({ executablePath, args });
}
