import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { NativeAddon, NativeBuild, NativeHost } from '../native.ts';

const require = createRequire(import.meta.url);
const run = promisify(execFile);

/** The C sources, from `src/platform/node` and from `dist/platform/node` alike. */
const folder = fileURLToPath(new URL('../../../src/kernels/c/', import.meta.url));

/** Nothing is fused but explicit vf_fma, and no sum is reordered: the same bits on any number of threads. */
const flags = [
  '-O3',
  '-std=gnu11',
  '-fPIC',
  '-fvisibility=hidden',
  '-ffp-contract=off',
  '-fno-strict-aliasing',
];

/** The kernels are compiled once per instruction set; the addon picks at load. */
const instructionSets: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  x64: {
    avx2: ['-mavx2', '-mfma'],
    avx512: ['-mavx512f', '-mavx512vl', '-mavx512bw', '-mavx512dq', '-mfma', '-mprefer-vector-width=512'],
  },
  arm64: { neon: [] },
};

const link =
  process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-pthread'];

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'unrolled');
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** `native-<what is built>-`: the part of the file name that a reader without a compiler knows. */
function prefix(sources: ReadonlyMap<string, string>): string {
  const sets = instructionSets[process.arch] ?? {};
  return `native-${hash(JSON.stringify([...sources]) + JSON.stringify([flags, sets, link, process.platform, process.arch]))}-`;
}

async function load(sources: ReadonlyMap<string, string>): Promise<NativeAddon | undefined> {
  const start = prefix(sources);
  const names = await readdir(cacheFolder()).catch(() => []);
  for (const name of names.filter((name) => name.startsWith(start) && name.endsWith('.node'))) {
    try {
      const addon: NativeAddon = require(join(cacheFolder(), name));
      if (addon.instructions.length > 0) return addon;
    } catch {
      // Built on another machine that shares the cache, against another C library.
    }
  }
  return undefined;
}

const possible = instructionSets[process.arch] !== undefined && process.platform !== 'win32';

const compilerCommand = (): string => process.env.CC || 'cc';

/** What the C compiler calls itself, or undefined where there is none. */
function compilerVersion(): Promise<string | undefined> {
  return run(compilerCommand(), ['--version']).then(
    ({ stdout }) => stdout.split('\n')[0],
    () => undefined,
  );
}

async function build(sources: ReadonlyMap<string, string>): Promise<NativeBuild> {
  const sets = instructionSets[process.arch];
  if (!possible) {
    return {
      file: undefined,
      cached: false,
      note: `no native kernels for ${process.platform} on ${process.arch}`,
    };
  }
  const compiler = compilerCommand();
  const version = await compilerVersion();
  if (version === undefined) {
    return {
      file: undefined,
      cached: false,
      note: `no C compiler (${compiler}): WebAssembly is used instead of native code`,
    };
  }
  const file = join(cacheFolder(), `${prefix(sources)}${hash(compiler + version)}.node`);
  if (await stat(file).catch(() => undefined))
    return { file, cached: true, note: `native addon is up to date (${file})` };
  const work = await mkdtemp(join(tmpdir(), 'unrolled-native-'));
  try {
    for (const [name, text] of sources) await writeFile(join(work, name), text);
    const headers: { include_dir: string } = require('node-api-headers');
    const compile = (source: string, object: string, more: readonly string[]): Promise<unknown> =>
      run(compiler, [...flags, ...more, '-c', source, '-o', object], { cwd: work });
    const objects = Object.keys(sets).map((set) => `kernels_${set}.o`);
    await Promise.all([
      ...Object.entries(sets).map(([set, more]) =>
        compile('kernels.c', `kernels_${set}.o`, [...more, `-DKERNEL_TABLE=kernels_${set}`]),
      ),
      compile('addon.c', 'addon.o', [`-I${headers.include_dir}`]),
    ]);
    await run(compiler, [...link, 'addon.o', ...objects, '-o', 'addon.node'], { cwd: work });
    await mkdir(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.tmp`;
    await copyFile(join(work, 'addon.node'), temporary);
    await rename(temporary, file);
    return { file, cached: false, note: `native addon built with ${version} (${file})` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { file: undefined, cached: false, note: `the native addon cannot be built: ${reason}` };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The native addon in Node: C sources of the package, compiled on demand into the user's cache. */
export const native: NativeHost = {
  possible,
  async sources() {
    const names = (await readdir(folder)).filter((name) => /\.[ch]$/.test(name));
    return new Map(
      await Promise.all(
        names.sort().map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
      ),
    );
  },
  load,
  compiler: compilerVersion,
  build,
};
