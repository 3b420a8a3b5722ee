import { expect, test } from 'vitest';
import { addInto } from '../../src/kernels/addInto.ts';
import { countNotFinite, sumOfSquares } from '../../src/kernels/sumOfSquares.ts';
import { openContexts } from '../support/contexts.ts';

const engines = await openContexts();

test.for(engines)('sums of squares and counts by chunks of 4096 on $name', ({ context }) => {
  for (const n of [0, 1, 4095, 4096, 4097, 20_000]) {
    const values = Float32Array.from({ length: n }, (_, k) => (k % 7) - 3);
    const x = context.tensor(values);
    const parts = context.zeros([Math.ceil(n / 4096)]);
    const chunks = Array.from(parts.toArray(), (_, c) => values.slice(4096 * c, 4096 * (c + 1)));
    context.run(sumOfSquares, { x: x.offset, parts: parts.offset, n });
    expect([...parts.toArray()]).toEqual(
      chunks.map((chunk) => chunk.reduce((sum, value) => sum + value ** 2, 0)),
    );
    context.run(countNotFinite, { x: x.offset, parts: parts.offset, n });
    expect([...parts.toArray()]).toEqual(chunks.map(() => 0));
    if (n < 4) continue;
    x.set(
      values
        .with(0, Infinity)
        .with(n - 1, NaN)
        .with(n - 2, -Infinity),
    );
    context.run(countNotFinite, { x: x.offset, parts: parts.offset, n });
    expect([...parts.toArray()].reduce((sum, count) => sum + count, 0)).toBe(3);
    context.run(sumOfSquares, { x: x.offset, parts: parts.offset, n });
    expect(Number.isFinite(parts.toArray()[0])).toBe(false);
  }
});

test.for(engines)('addInto adds every element once on $name', ({ context }) => {
  for (const n of [0, 1, 17, 100_003]) {
    const x = context.tensor(Float32Array.from({ length: n }, (_, k) => k));
    const y = context.full([n], 0.5);
    context.run(addInto, { x: x.offset, y: y.offset, n });
    expect(y.toArray().every((value, k) => value === k + 0.5)).toBe(true);
  }
});
