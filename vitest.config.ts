import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    // One file at a time: many tests run thread pools of their own, as wide as a small machine.
    maxWorkers: 1,
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/package/**'],
    testTimeout: 60_000,
    execArgv: ['--conditions=source'],
  },
});
