import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Imports of sources become imports of what was built from them: the page runs what the package ships. */
const built: Plugin = {
  name: 'built',
  enforce: 'pre',
  resolveId(source, importer) {
    if (!source.startsWith('.') || importer === undefined) return null;
    const path = relative(root, join(dirname(importer), source));
    return path.startsWith('src/') ? join(root, 'dist', path.slice(4).replace(/\.ts$/, '.js')) : null;
  },
};

/** Builds the page of this folder's neighbour `page` by Vite from dist/ into a folder. */
export async function buildPage(folder: string): Promise<void> {
  await build({
    root: fileURLToPath(new URL('../page/', import.meta.url)),
    configFile: false,
    logLevel: 'warn',
    plugins: [built],
    build: { outDir: folder, emptyOutDir: true },
  });
}
