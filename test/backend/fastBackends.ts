import type { Backend } from '../../src/backend/backend.ts';
import { buildAddon, findAddon, nativeBackend } from '../../src/backend/native.ts';
import { wasmBackend } from '../../src/backend/wasm.ts';

const { note } = await buildAddon();
const addon = await findAddon();
if (!addon) console.warn(`native not run: ${note}`);

export type Opener = readonly [name: string, open: (threads: number) => Promise<Backend>];

/** The fast backends that run here; two threads share every kernel call, however small. */
export const fastBackends: readonly Opener[] = [
  ['wasm', (threads) => wasmBackend(threads, { workPerThread: 1, patient: true })],
  ...(addon
    ? [
        [
          'native',
          async (threads: number) => nativeBackend(addon, threads, { workPerThread: 1, patient: true }),
        ] as const,
      ]
    : []),
];
