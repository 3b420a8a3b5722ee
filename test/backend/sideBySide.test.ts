import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { matmul } from '../../src/kernels/matmul.ts';
import { fastBackends } from './fastBackends.ts';

const args = { a: 0, b: 900, c: 1800, bias: -1, m: 30, n: 30, k: 30, lda: 30, ldb: 30, ldc: 30 };
const plain = { ...args, transposeA: 0, transposeB: 0, accumulate: 0 };

describe.each(fastBackends)('%s', (name, open) => {
  it('has several heaps in one process, each with threads of its own', async () => {
    const backends = await Promise.all([1, 2, 2, 3].map((threads) => open(threads)));
    backends.forEach((backend, k) => {
      backend.grow(2700);
      backend.memory.f.fill(k + 1, 0, 1800);
    });
    for (let round = 0; round < 50; round++) for (const backend of backends) backend.run(matmul, plain);
    expect(backends.map(({ memory }) => memory.f[2699])).toEqual([30, 120, 270, 480]);
    for (const backend of backends) backend.close();
  });

  it('gives its memory and threads back when it is closed', async () => {
    const round = async (): Promise<void> => {
      const backend = await open(2);
      backend.grow(1 << 22);
      backend.memory.f.fill(1);
      backend.run(matmul, plain);
      backend.close();
    };
    for (let j = 0; j < 3; j++) await round();
    const before = process.memoryUsage.rss();
    const rounds = name === 'native' ? 100 : 15;
    for (let j = 0; j < rounds; j++) await round();
    // 16 MiB each: less than two of them may linger.
    expect(process.memoryUsage.rss() - before).toBeLessThan(name === 'native' ? 2 ** 25 : 2 ** 28);
  });

  it('runs in several worker threads at once', async () => {
    const file = fileURLToPath(new URL('./openInWorker.ts', import.meta.url));
    const results = await Promise.all(
      [1, 2, 3].map(
        (value) =>
          new Promise((resolve, reject) => {
            const worker = new Worker(file, {
              workerData: { name, value },
              execArgv: ['--conditions=source'],
            });
            worker.on('message', resolve).on('error', reject);
          }),
      ),
    );
    expect(results).toEqual([30, 120, 270]);
  });
});
