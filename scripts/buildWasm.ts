import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const builds = [
  { name: 'plain', flags: [] },
  { name: 'relaxed', flags: ['-mrelaxed-simd'] },
  { name: 'plain.shared', flags: ['-matomics'] },
  { name: 'relaxed.shared', flags: ['-mrelaxed-simd', '-matomics'] },
] as const;

const common = [
  ...['--target=wasm32', '-O3', '-std=gnu11', '-msimd128', '-mbulk-memory', '-nostdlib'],
  ...[
    '-ffp-contract=off',
    '-fno-strict-aliasing',
    '-DKERNEL_TABLE=kernel_table',
    'wasm.c',
    '-o',
    'kernels.wasm',
  ],
  ...['-Wl,--no-entry', '-Wl,--import-memory', '-Wl,--max-memory=4294967296', '-Wl,-z,stack-size=131072'],
  ...['-Wl,--export=__heap_base', '-Wl,--export=__stack_pointer', '-Wl,--strip-all'],
];

/** The compiler has no dependencies and takes up to 0.9 GB: two at a time. */
const AT_ONCE = 2;

/**
 * Builds the four WebAssembly modules of the kernels into `folder`, those whose sources or flags have changed. Tells
 * what it does, line by line.
 */
export async function buildWasm(
  folder: URL,
  sources: ReadonlyMap<string, string>,
  tell: (line: string) => void,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { version }: { version: string } = createRequire(import.meta.url)(
    '../node_modules/@yowasp/clang/package.json',
  );
  const waiting = builds.map(({ name, flags }) => ({
    name,
    command: [...common, ...flags, ...linkFlags(name)],
  }));
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let build = waiting.shift(); build; build = waiting.shift())
        await compile(folder, build, version, sources, tell);
    }),
  );
}

const linkFlags = (name: string): string[] => (name.endsWith('.shared') ? ['-Wl,--shared-memory'] : []);

async function compile(
  folder: URL,
  { name, command }: { name: string; command: string[] },
  version: string,
  sources: ReadonlyMap<string, string>,
  tell: (line: string) => void,
): Promise<void> {
  const file = new URL(`${name}.wasm`, folder);
  const stamp = new URL(`${name}.stamp`, folder);
  const text = JSON.stringify([version, command, ...[...sources].filter(([file]) => file !== 'addon.c')]);
  const hash = createHash('sha256').update(text).digest('hex');
  const same = (await readFile(stamp, 'utf8').catch(() => '')) === hash;
  if (same && (await stat(file).catch(() => undefined))) return;
  tell(`wasm/${name}.wasm: compiling`);
  const begin = performance.now();
  const { clang } = (await import('@yowasp/clang')).commands;
  let messages = '';
  const print = (bytes: Uint8Array | null): void => {
    messages += bytes ? new TextDecoder().decode(bytes) : '';
  };
  await clang(undefined, undefined, { fetchProgress: () => {} });
  const options = { stdout: print, stderr: print };
  const made = await Promise.resolve(clang(command, Object.fromEntries(sources), options)).catch((error) => {
    throw new Error(`wasm/${name}.wasm cannot be compiled: ${error}\n${messages}`);
  });
  const wasm = made?.['kernels.wasm'];
  if (!(wasm instanceof Uint8Array))
    throw new Error(`wasm/${name}.wasm: the compiler made no module\n${messages}`);
  if (messages) tell(messages.trimEnd());
  const temporary = new URL(`${name}.wasm.${process.pid}.tmp`, folder);
  await writeFile(temporary, wasm);
  await rename(temporary, file);
  await writeFile(stamp, hash);
  tell(`wasm/${name}.wasm: ${wasm.length} bytes in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
}
