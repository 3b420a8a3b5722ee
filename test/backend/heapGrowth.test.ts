import { describe, expect, it } from 'vitest';
import { wasmBackend } from '../../src/backend/wasm.ts';
import { addInto } from '../../src/kernels/addInto.ts';
import { matmul } from '../../src/kernels/matmul.ts';
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

it('lives on when scratch grows WebAssembly memory within a call', async () => {
  const backend = await wasmBackend(1);
  backend.grow(1000);
  const kept = backend.memory.f;
  // More chunks of sums than the scratch that is there from the start can hold.
  const { sum } = await import('../../src/kernels/sum.ts');
  const inner = 1 << 20;
  backend.grow(4097 * 16 + inner);
  backend.memory.f.fill(1);
  backend.run(sum, { x: 0, y: 4097 * 16, outer: 1, axis: 4097, inner: 16, divisor: 1 });
  expect(backend.memory.f[4097 * 16 + 3]).toBe(4097);
  expect(kept.length === 0 || kept.length === backend.capacity).toBe(true);
  backend.close();
});
