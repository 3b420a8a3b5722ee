import { chmod, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** What Node starts on: the library, the command line, and the modules of threads and of other processes. */
const entries = ['index', 'cli/main', 'platform/node/poolThread', 'tasks/fitWorker'];

/** Modules that are always loaded together, in one file each; not what a thread runs as soon as it is loaded. */
const groups = [
  { name: 'base', test: /[\\/]src[\\/](support|platform)[\\/](?!node[\\/]poolThread)/, priority: 1 },
  { name: 'core', test: /[\\/]src[\\/](tensor|nn|train)[\\/]/ },
  {
    name: 'shared',
    test: /[\\/]src[\\/](data[\\/](text|score)[\\/]|formats[\\/]draw[\\/]|tasks[\\/](?!fit|load\.|task\.)[^\\/]+$)/,
  },
];

/**
 * Joins the modules of src/ for Node into few files in node/, since opening hundreds takes longer than a first training
 * step. Entries have their places of src/, and what they share lies in platform/node, whose modules look for files by
 * their own place. Dependencies stay outside; commands and tasks are files of their own, loaded when they are called.
 */
export async function bundleNode(root: URL): Promise<void> {
  const folder = fileURLToPath(new URL('node/', root));
  const served = (await readdir(new URL('src/cli/bench/', root), { recursive: true }))
    .filter((name) => name.endsWith('/serve.ts') && name !== 'contest/serve.ts')
    .map((name) => `cli/bench/${name.slice(0, -'.ts'.length)}`);
  const bundle = await rolldown({
    input: Object.fromEntries(
      [...entries, ...served].map((name) => [name, fileURLToPath(new URL(`src/${name}.ts`, root))]),
    ),
    platform: 'node',
    resolve: { conditionNames: ['source', 'node', 'import'] },
    external: /^(node:|commander$|csv-parse|fast-png$|node-api-headers$|yaml$)/,
  });
  await rm(folder, { recursive: true, force: true });
  await bundle.write({
    dir: folder,
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'platform/node/[name]-[hash].js',
    codeSplitting: { groups },
  });
  await bundle.close();
  await chmod(new URL('node/cli/main.js', root), 0o755);
}
