import { describe, expect, it } from 'vitest';
import { wasmBackend } from '../../src/backend/wasm.ts';
import { addInto } from '../../src/kernels/addInto.ts';
import { matmul } from '../../src/kernels/matmul.ts';
import { rnnForward } from '../../src/kernels/sweeps/rnn.ts';
import { fastBackends } from './fastBackends.ts';

const product = { bias: -1, m: 64, n: 64, k: 600, lda: 600, ldb: 64, ldc: 64, transposeA: 0, transposeB: 0 };

describe.each(fastBackends)('%s heap', (_, open) => {
  it.each([1, 2])('keeps its content while it grows, on %i threads', async (threads) => {
    const backend = await open(threads);
    backend.grow(100);
    backend.memory.f.fill(1, 0, 100);
    const old = backend.memory.f;
    for (let size = 1 << 17; size <= 1 << 23; size *= 2) {
      backend.grow(size);
      expect(backend.capacity).toBeGreaterThanOrEqual(size);
      backend.run(addInto, { x: 0, y: 50, n: 50 });
      backend.memory.f[size - 1] = size;
    }
    expect(old).not.toBe(backend.memory.f);
    // 1 + 7 additions of 1 each; the halves overlap nowhere.
    expect([...backend.memory.f.subarray(0, 100)]).toEqual([...Array(50).fill(1), ...Array(50).fill(8)]);
    expect(backend.memory.f[(1 << 20) - 1]).toBe(1 << 20);
    backend.close();
  });

  it('reads as zero where it is new, though kernels had scratch there', async () => {
    const backend = await open(2);
    const { m, n, k } = product;
    const b = m * k;
    const c = b + k * n;
    backend.grow(c + m * n);
    backend.memory.f.fill(1, 0, c);
    backend.run(matmul, { ...product, a: 0, b, c, accumulate: 0 });
    expect(backend.memory.f[c]).toBe(k);
    const before = backend.capacity;
    backend.grow(before + (1 << 22));
    expect(backend.memory.f.subarray(before).every((x) => x === 0)).toBe(true);
    backend.close();
  });

  it('refuses what can never fit', async () => {
    const backend = await open(1);
    expect(() => backend.grow(2 ** 40)).toThrow(expect.objectContaining({ code: 'out-of-memory' }));
    backend.grow(1000);
    expect(backend.capacity).toBeGreaterThanOrEqual(1000);
    backend.close();
  });

  it('is empty and refuses work when closed', async () => {
    const backend = await open(2);
    backend.grow(1000);
    const kept = backend.memory.f;
    backend.close();
    backend.close();
    expect(backend.capacity).toBe(0);
    expect(() => backend.run(addInto, { x: 0, y: 50, n: 50 })).toThrow(/closed/);
    // A view that someone kept reads nothing of what may be other memory now.
    if (backend.name === 'native') expect(kept.length).toBe(0);
  });
});

it.each([1, 2])(
  'lives on when scratch grows WebAssembly memory within a call, on %i threads',
  async (threads) => {
    const backend = await wasmBackend(threads, { workPerThread: 1, patient: true });
    // The recurrent weights of 1200 units take more, when packed, than the scratch that is there from the start.
    const hidden = 1200;
    const absent = Object.fromEntries(rnnForward.args.map((name) => [name, -1]));
    const sizes = { rows: 1, steps: 1, sequences: 1, hidden, output: hidden };
    const weight = 3 * hidden;
    const batchSizes = weight + hidden * hidden;
    backend.grow(batchSizes + 16);
    const kept = backend.memory.f;
    kept.fill(0.5, 0, hidden);
    kept.fill(0, weight, batchSizes);
    backend.memory.i[batchSizes] = 1;
    backend.run(rnnForward, {
      ...(absent as Parameters<typeof rnnForward.reference>[1]),
      ...{ ...sizes, batchSizes, reverse: 0, activation: 0, outputActivation: 0 },
      ...{ x: 0, weight, y: hidden, hn: 2 * hidden },
    });
    expect(kept.length).toBe(threads === 1 ? 0 : backend.capacity); // shared memory detaches nothing
    expect(backend.memory.f[2 * hidden - 1]).toBeCloseTo(Math.tanh(0.5), 6);
    backend.run(addInto, { x: hidden, y: 2 * hidden, n: hidden });
    expect(backend.memory.f[3 * hidden - 1]).toBeCloseTo(2 * Math.tanh(0.5), 6);
    backend.close();
  },
);
