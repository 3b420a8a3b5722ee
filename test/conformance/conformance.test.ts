import { afterAll, describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { kernels } from '../../src/kernels/index.ts';
import { candidates } from './backends.ts';
import { cases } from './cases/index.ts';
import { difference, runCase } from './runCase.ts';

const truth = referenceBackend('float64');
const { run, missing } = await candidates();
for (const line of missing) console.warn(`not run: ${line}`);

describe.each(run)('$name', async ({ forms }) => {
  const backends = await Promise.all(forms.map((open) => open()));
  afterAll(() => backends.forEach((backend) => backend.close()));

  it('has every kernel in its own language', () => {
    for (const { description } of backends) expect(description).not.toContain('TypeScript');
  });

  it.each(kernels.map(({ name }) => name))(
    '%s agrees with float64, in the same bits on any threads',
    (name) => {
      const mine = cases.filter(({ kernel }) => kernel.name === name);
      expect(mine.length).toBeGreaterThan(0);
      for (const one of mine) {
        const want = runCase(truth, one);
        const [first, ...others] = backends.map((backend) => runCase(backend, one));
        expect(difference(one, first, want), one.name).toBeUndefined();
        for (const other of others) expect(other, `${one.name} on other threads`).toEqual(first);
      }
    },
  );
});
