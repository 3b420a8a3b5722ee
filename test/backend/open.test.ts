import { describe, expect, it } from 'vitest';
import { buildAddon, findAddon } from '../../src/backend/native.ts';
import { openBackend } from '../../src/backend/open.ts';

const { file, note } = await buildAddon();
if (!file) console.warn(`native not tried: ${note}`);

describe('openBackend', () => {
  it('takes native where it has been built, else WebAssembly', async () => {
    const backend = await openBackend({ threads: 1 });
    expect(backend.name).toBe((await findAddon()) ? 'native' : 'wasm');
    expect(backend.description).toMatch(/, 1 thread$/);
    backend.close();
  });

  it('opens the one asked for, with the threads asked for', async () => {
    const backend = await openBackend({ backend: 'wasm', threads: 2 });
    expect([backend.name, backend.threads, backend.precision]).toEqual(['wasm', 2, 'float32']);
    backend.close();
  });

  it('has float64 on the reference backend only', async () => {
    const backend = await openBackend({ backend: 'reference', precision: 'float64' });
    backend.grow(1);
    expect(backend.memory.f).toBeInstanceOf(Float64Array);
    await expect(openBackend({ backend: 'wasm', precision: 'float64' })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining("backend: 'reference'"),
    });
  });

  it('has instruction sets on the native backend only', async () => {
    await expect(openBackend({ backend: 'wasm', instructions: 'avx2' })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining("backend: 'native'"),
    });
  });

  it.runIf(file)(
    'opens any instruction set that runs here, and names those where there is no such',
    async () => {
      const { instructions: sets } = (await findAddon())!;
      for (const instructions of sets) {
        const backend = await openBackend({ backend: 'native', threads: 1, instructions });
        expect(backend.description).toContain(instructions);
        backend.close();
      }
      await expect(openBackend({ backend: 'native', instructions: 'mmx' })).rejects.toMatchObject({
        code: 'bad-argument',
        message: expect.stringContaining(sets.join(', ')),
      });
    },
  );

  it.each([0, 2.5, 65, Number.NaN])('refuses %s threads', async (threads) => {
    await expect(openBackend({ threads })).rejects.toMatchObject({ code: 'bad-argument' });
  });

  it('says what to do where the native addon has not been built', async () => {
    const before = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = '/nonexistent';
    try {
      await expect(openBackend({ backend: 'native' })).rejects.toMatchObject({
        code: 'no-backend',
        message: expect.stringContaining('C compiler'),
      });
    } finally {
      if (before === undefined) delete process.env.XDG_CACHE_HOME;
      else process.env.XDG_CACHE_HOME = before;
    }
  });
});
