import { defineConfig } from 'vitest/config';

/** Tests that drive a page in Chromium, built by Vite from dist/. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    execArgv: ['--conditions=source'],
  },
});
