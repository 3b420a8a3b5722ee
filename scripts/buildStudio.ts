import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Builds the page of studio/ on dist/ and wasm/ into studio-dist/ with Vite, where something that goes in has changed. */
export async function buildStudio(root: URL, tell: (line: string) => void): Promise<void> {
  const stamp = new URL('studio-dist/.stamp', root);
  const hash = await hashOf(root);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) return;
  tell('studio-dist: building the page');
  const { build } = await import('vite');
  await build({ configFile: fileURLToPath(new URL('studio/vite.config.ts', root)), logLevel: 'warn' });
  await writeFile(stamp, hash);
}

/** A hash of everything that goes in: the page's sources, what the package was compiled to, and the tools. */
async function hashOf(root: URL): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(new URL('studio/', root), { recursive: true, withFileTypes: true });
  const sources = entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
  const stamps = (await readdir(new URL('wasm/', root))).filter((name) => name.endsWith('.stamp'));
  const others = ['package-lock.json', 'dist/.stamp', ...stamps.map((name) => `wasm/${name}`)];
  for (const file of [...sources.sort(), ...others.map((name) => fileURLToPath(new URL(name, root)))])
    hash.update(file).update(await readFile(file));
  return hash.digest('hex');
}
