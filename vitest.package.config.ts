import { defineConfig } from 'vitest/config';

/** Tests of the package as a user gets it: packed, installed, built into a page. */
export default defineConfig({
  test: {
    include: ['test/package/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
