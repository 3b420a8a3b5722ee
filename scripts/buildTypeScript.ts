import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Compiles src/ into dist/ with `tsc`, and makes dist/cli/main.js executable. Gives whether there were no errors;
 * the compiler writes them itself.
 */
export async function buildTypeScript(root: URL, tell: (line: string) => void): Promise<boolean> {
  const stamp = new URL('dist/.stamp', root);
  const hash = await hashOf(root);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) return true;
  tell('dist: compiling TypeScript');
  const package_ = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = join(dirname(package_), 'bin', 'tsc');
  const child = spawn(process.execPath, [tsc, '-p', fileURLToPath(new URL('tsconfig.build.json', root))], {
    stdio: ['ignore', 2, 2],
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const main = new URL('dist/cli/main.js', root);
  await chmod(main, 0o755).catch(() => {});
  await removeStale(root);
  if (code === 0) await writeFile(stamp, hash);
  return code === 0;
}

/** Removes from dist/ what was compiled from sources that are there no more. */
async function removeStale(root: URL): Promise<void> {
  const sources = new Set(await readdir(new URL('src/', root), { recursive: true }));
  const compiled = await readdir(new URL('dist/', root), { recursive: true }).catch(() => []);
  for (const name of compiled) {
    const source = name.replace(/(\.d\.ts|\.js)$/, '.ts');
    if (source !== name && !sources.has(source)) await rm(new URL(`dist/${name}`, root), { force: true });
  }
}

/** A hash of everything that goes in: sources and configurations. */
async function hashOf(root: URL): Promise<string> {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'tsconfig.json', 'tsconfig.build.json'])
    hash.update(await readFile(new URL(name, root)));
  const files = await readdir(new URL('src/', root), { recursive: true });
  for (const name of files.filter((name) => name.endsWith('.ts')).sort()) {
    hash.update(name).update(await readFile(new URL(`src/${name}`, root)));
  }
  return hash.digest('hex');
}
