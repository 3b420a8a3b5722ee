import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/** The engine is a worker and trains in itself: the worker that the library would start for that stays out of the page. */
const withoutFitWorker: Plugin = {
  name: 'without-fit-worker',
  load: (id) =>
    id.endsWith('/dist/tasks/fitInWorker.js')
      ? 'export function fitInWorker() { throw new Error("Studio trains in its own worker"); }'
      : undefined,
};

/** That components take most of the time is no news. */
const rolldownOptions = { checks: { pluginTimings: false } };

/** Builds the page into studio-dist/: static files for any host, in any folder of it. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [svelte({ configFile: false }), withoutFitWorker],
  worker: { format: 'es', plugins: () => [withoutFitWorker], rolldownOptions },
  build: {
    outDir: fileURLToPath(new URL('../studio-dist/', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    rolldownOptions,
  },
});
