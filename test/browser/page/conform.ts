import { referenceBackend } from '../../../src/backend/reference.ts';
import { wasmBackend } from '../../../src/backend/wasm.ts';
import { cases } from '../../conformance/cases/index.ts';
import { difference, runCase } from '../../conformance/runCase.ts';

export interface Conformance {
  readonly backends: readonly string[];
  readonly cases: number;
  readonly faults: readonly string[];
}

/** Runs every kernel's cases on WebAssembly, plain or relaxed: against float64, and the same bits on any threads. */
export async function conform(relaxed: boolean, threads: readonly number[]): Promise<Conformance> {
  const truth = referenceBackend('float64');
  const backends = await Promise.all([
    wasmBackend(1, { relaxed, shared: false }),
    ...threads.map((count) => wasmBackend(count, { relaxed, shared: true, workPerThread: 1, patient: true })),
  ]);
  const faults: string[] = [];
  for (const one of cases) {
    const name = `${one.kernel.name}, ${one.name}`;
    const [first, ...others] = backends.map((backend) => runCase(backend, one));
    const wrong = difference(one, first, runCase(truth, one));
    if (wrong) faults.push(`${name}: ${wrong}`);
    for (const other of others) {
      const same = difference({ ...one, tolerance: 0 }, other, first);
      if (same) faults.push(`${name}, on other threads: ${same}`);
    }
  }
  for (const backend of backends) backend.close();
  return { backends: backends.map(({ description }) => description), cases: cases.length, faults };
}
