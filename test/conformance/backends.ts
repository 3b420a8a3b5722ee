import type { Backend } from '../../src/backend/backend.ts';
import { buildAddon, findAddon, nativeBackend } from '../../src/backend/native.ts';
import { referenceBackend } from '../../src/backend/reference.ts';
import { hasRelaxedSimd } from '../../src/backend/relaxedSimd.ts';
import { wasmBackend } from '../../src/backend/wasm.ts';

/** A backend to try, on one thread or on two whatever the work. */
export interface Candidate {
  readonly name: string;
  /** Forms of it that must give the same bits, openers of which are called in turn. */
  readonly forms: readonly (() => Promise<Backend>)[];
}

const always = { workPerThread: 1, patient: true };

const wasmForms = (relaxed: boolean): Candidate => ({
  name: relaxed ? 'wasm with relaxed SIMD' : 'wasm',
  forms: [
    () => wasmBackend(1, { relaxed, shared: false }),
    () => wasmBackend(1, { relaxed, shared: true }),
    () => wasmBackend(2, { relaxed, ...always }),
    () => wasmBackend(3, { relaxed, ...always }),
  ],
});

/** What can run here, and a line for each that cannot. */
export async function candidates(): Promise<{ run: Candidate[]; missing: string[] }> {
  const run: Candidate[] = [
    { name: 'reference float32', forms: [async () => referenceBackend('float32')] },
    wasmForms(false),
  ];
  const missing: string[] = [];
  if (hasRelaxedSimd()) run.push(wasmForms(true));
  else missing.push('wasm with relaxed SIMD: this engine has none');
  const { note } = await buildAddon();
  const addon = await findAddon();
  if (addon) {
    for (const instructions of addon.instructions) {
      run.push({
        name: `native ${instructions}`,
        forms: [1, 2, 3].map(
          (threads) => async () => nativeBackend(addon, threads, { instructions, ...always }),
        ),
      });
    }
  } else {
    missing.push(`native: ${note}`);
  }
  return { run, missing };
}
