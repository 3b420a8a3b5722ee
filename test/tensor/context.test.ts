import { execFileSync } from 'node:child_process';
import { beforeEach, describe, expect, test } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { stream, uniform } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { reshape } from '../../src/tensor/operations/reshape.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { tanh } from '../../src/tensor/operations/tanh.ts';
import { backward } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

let context: Context;
beforeEach(() => {
  context = new Context(referenceBackend());
});

describe('steps', () => {
  test('a tensor of an ended step is stale, and so is a view of it', () => {
    const made = context.step(() => {
      const x = context.tensor([1, 2, 3, 4]);
      return [x, reshape(x, [2, 2])];
    });
    for (const tensor of made) {
      expect(() => tensor.toArray()).toThrow(/stale|step that has ended/);
      expect(() => add(tensor, 1)).toThrow(expect.objectContaining({ code: 'stale-tensor' }));
    }
  });

  test('keep survives, also from a nested step', () => {
    const kept = context.step(() => context.step(() => context.keep(tanh(context.tensor([0, 1])))));
    context.step(() => context.full([1000], 7));
    expect(kept.toArray()).toEqual(Float32Array.of(0, Math.tanh(1)));
  });

  test('an inner step uses what the outer made, and leaves it', () => {
    context.step(() => {
      const outer = context.tensor([1, 2]);
      const inner = context.step(() => add(outer, 1));
      const next = context.zeros([2]);
      expect(() => inner.toArray()).toThrow();
      expect([...outer.toArray()]).toEqual([1, 2]);
      expect([...add(outer, next).toArray()]).toEqual([1, 2]);
    });
  });

  test('a step that throws is closed', () => {
    let held: Tensor | undefined;
    expect(() =>
      context.step(() => {
        held = context.zeros([3]);
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(() => held?.toArray()).toThrow(/step that has ended/);
    expect(context.tensor([1]).toArray()).toEqual(Float32Array.of(1));
  });

  test('a closed context gives no values and takes none', () => {
    const x = context.tensor([1]);
    context.close();
    for (const use of [() => x.item(), () => x.set([2]), () => add(x, 1)]) {
      expect(use).toThrow(/context: it has been closed/);
    }
    x.dispose();
  });

  test('an asynchronous body is refused', async () => {
    const body = async (): Promise<void> => {
      const x = context.zeros([3]);
      await Promise.resolve();
      x.toArray();
    };
    expect(() => context.step(body)).toThrow(/step: its body is asynchronous/);
    await Promise.resolve();
    expect(context.tensor([1]).toArray()).toEqual(Float32Array.of(1));
  });

  test('2,000 steps of varying sizes leave the heap where the largest put it', () => {
    const weight = context.parameter(new Float32Array(64), [64]);
    const step = (rows: number): void =>
      context.step(() => {
        const x = context.zeros([rows, 64]);
        backward(sum(tanh(multiply(tanh(add(x, weight)), x))));
      });
    for (let k = 0; k < 3; k++) step(100);
    const { end } = context.heap;
    const { used } = context.heap;
    for (let k = 0; k < 2000; k++) step(1 + Math.floor(100 * (k % 10 === 0 ? uniform(stream(2), k) : 0.02)));
    expect(context.heap.end).toBe(end);
    expect(context.heap.used).toBe(used);
  });

  test('growing sizes waste no more than the largest step needs twice over', () => {
    for (let rows = 1; rows <= 200; rows++) {
      context.step(() => tanh(tanh(tanh(context.zeros([rows, 1000])))));
    }
    expect(context.heap.end).toBeLessThan(2.2 * 4 * 200_000);
  });
});

describe('memory outside steps', () => {
  test('a disposed tensor is stale and its memory used again', () => {
    const first = context.zeros([1000]);
    const view = reshape(first, [10, 100]);
    const { offset } = first;
    first.dispose();
    first.dispose();
    expect(() => view.offset).toThrow(/disposed of/);
    expect(context.zeros([1000]).offset).toBe(offset);
  });

  test('using disposes', () => {
    const used = context.heap.used;
    {
      using tensor = context.zeros([100]);
      expect(tensor.size).toBe(100);
      expect(context.heap.used).toBeGreaterThan(used);
    }
    expect(context.heap.used).toBe(used);
  });

  test('unreachable tensors are freed by the collector', () => {
    const script = `
      import { referenceBackend } from './src/backend/reference.ts';
      import { Context } from './src/tensor/context.ts';
      const context = new Context(referenceBackend());
      const kept = context.zeros([10]);
      const before = context.heap.used;
      for (let k = 0; k < 20; k++) context.zeros([100000]);
      const full = context.heap.used;
      for (let k = 0; k < 50 && context.heap.used > before; k++) {
        globalThis.gc();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      console.log(JSON.stringify({ before, full, after: context.heap.used, kept: kept.size }));
    `;
    const options = ['--expose-gc', '--conditions=source', '--input-type=module', '-e', script];
    const root = new URL('../..', import.meta.url);
    const { before, full, after } = JSON.parse(
      execFileSync(process.execPath, options, { cwd: root, encoding: 'utf8' }),
    );
    expect(full).toBeGreaterThanOrEqual(before + 2_000_000);
    expect(after).toBe(before);
  });

  test('gradients live outside the step and add up', () => {
    const x = context.parameter([1, 2], [2]);
    for (let k = 0; k < 2; k++) context.step(() => backward(sum(multiply(x, x))));
    expect([...(x.gradient?.toArray() ?? [])]).toEqual([4, 8]);
  });
});

test('contexts do not mix', () => {
  const other = new Context(referenceBackend());
  expect(() => add(context.zeros([2]), other.zeros([2]))).toThrow(
    expect.objectContaining({ code: 'wrong-context' }),
  );
});
