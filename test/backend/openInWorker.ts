import { parentPort, workerData } from 'node:worker_threads';
import { openBackend } from '../../src/backend/open.ts';
import { matmul } from '../../src/kernels/matmul.ts';

// A worker thread that opens a backend of its own, computes, and ends without closing it.
const { name, value } = workerData as { name: 'wasm' | 'native'; value: number };
const backend = await openBackend({ backend: name, threads: 2 });
backend.grow(2700);
backend.memory.f.fill(value, 0, 1800);
for (let round = 0; round < 20; round++) {
  backend.run(matmul, {
    ...{ a: 0, b: 900, c: 1800, bias: -1, m: 30, n: 30, k: 30, lda: 30, ldb: 30, ldc: 30 },
    ...{ transposeA: 0, transposeB: 0, accumulate: 0 },
  });
}
parentPort?.postMessage(backend.memory.f[2699]);
