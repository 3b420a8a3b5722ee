import type { Kernel } from './kernel.ts';

/** Files of `c/` that are no kernels: the entries of the two builds. */
const entries = new Set(['addon.c', 'wasm.c']);

/**
 * The C sources of the kernels with the two files that are made from the list of kernels: `signatures.h`, a struct
 * of arguments for each, and `kernels.c`, which includes every kernel's file (one translation unit, so that
 * everything is static) and ends in the table of functions by number. A kernel that has no KERNEL(name) in C gets
 * NULL there, and its reference runs. `files`: the content of the folder `c/` by name.
 */
export function generateSources(
  files: ReadonlyMap<string, string>,
  kernels: readonly Kernel[],
): Map<string, string> {
  const units = [...files.keys()].filter((name) => name.endsWith('.c') && !entries.has(name)).sort();
  const implemented = new Set<string>();
  for (const unit of units) {
    for (const [, name] of files.get(unit)!.matchAll(/^KERNEL\((\w+)\)/gm)) implemented.add(name);
  }
  const signatures = kernels.map(
    ({ name, args }) => `typedef struct { double ${args.join(', ')}; } ${name}_args;\n`,
  );
  const table = kernels.map(({ name }) =>
    implemented.has(name) ? `  (kernel_function *)k_${name},\n` : '  NULL,\n',
  );
  return new Map([
    ...files,
    ['signatures.h', `/* Generated from src/kernels/index.ts. */\n${signatures.join('')}`],
    [
      'kernels.c',
      [
        '/* Generated from src/kernels/index.ts. */\n',
        ...units.map((unit) => `#include "${unit}"\n`),
        '#include "pool.h"\n',
        'kernel_function *const KERNEL_TABLE[] = {\n',
        ...table,
        '};\n',
      ].join(''),
    ],
  ]);
}
