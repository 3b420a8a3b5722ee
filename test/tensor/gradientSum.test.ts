import { describe, expect, test } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { Context } from '../../src/tensor/context.ts';
import { gradientPlace } from '../../src/tensor/gradientSum.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { linear } from '../../src/tensor/operations/linear.ts';
import { matmul } from '../../src/tensor/operations/matmul.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { record } from '../../src/tensor/record.ts';
import { backward, gradients } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { zeroGradients } from '../../src/train/gradients.ts';

const list = (tensor: Tensor | undefined): number[] => [...(tensor?.toArray() ?? [])];

function made(): { context: Context; w: Tensor; other: Tensor; learn: () => void } {
  const context = new Context(referenceBackend());
  const w = context.parameter([1, 2], [2]);
  const other = context.parameter([3, 4], [2]);
  return { context, w, other, learn: () => context.step(() => backward(sum(multiply(w, w)))) };
}

describe('set to zero', () => {
  test('reads as zero, and the next gradient takes its place', () => {
    const { w, learn } = made();
    learn();
    zeroGradients({ w });
    expect(list(w.gradient)).toEqual([0, 0]);
    learn();
    zeroGradients({ w });
    learn();
    expect(list(w.gradient)).toEqual([2, 4]);
    learn();
    expect(list(w.gradient)).toEqual([4, 8]);
  });

  test('a parameter that no gradient reaches stays at zero', () => {
    const { context, w, other, learn } = made();
    context.step(() => backward(sum(multiply(other, w))));
    zeroGradients({ w, other });
    learn();
    expect([list(w.gradient), list(other.gradient)]).toEqual([
      [2, 4],
      [0, 0],
    ]);
  });

  test('what is written there by hand is added to', () => {
    const { w, learn } = made();
    zeroGradients({ w });
    w.gradient?.set([10, 10]);
    learn();
    expect(list(w.gradient)).toEqual([12, 14]);
  });
});

test('a gradient of one’s own is added to in place; one of another shape is refused', () => {
  const { context, w, learn } = made();
  const own = context.tensor([100, 100]);
  w.gradient = own;
  learn();
  expect(list(own)).toEqual([102, 104]);
  w.gradient = undefined;
  learn();
  expect(list(own)).toEqual([102, 104]);
  expect(list(w.gradient)).toEqual([2, 4]);
  expect(() => (w.gradient = context.zeros([3]))).toThrow(/it has shape \[3\], its tensor \[2\]/);
  expect(() => (own.gradient = w)).toThrow(/is not trainable/);
});

test('gradients leaves the sums alone, also those set to zero', () => {
  const { context, w } = made();
  zeroGradients({ w });
  const given = context.step(() => list(gradients([sum(multiply(w, w))], [w])[0]));
  expect(given).toEqual([2, 4]);
  expect(list(w.gradient)).toEqual([0, 0]);
});

test('products write weight gradients where they are summed, and add only what comes later', () => {
  const context = new Context(referenceBackend());
  const weight = context.parameter([1, 2, 3, 4], [2, 2]);
  const bias = context.parameter([5, 6], [2]);
  const x = context.tensor([1, 0, 0, 1, 1, 1], [3, 2]);
  const calls: string[] = [];
  const run = context.run.bind(context);
  context.run = (kernel, args) => {
    calls.push(kernel.name);
    run(kernel, args);
  };
  const step = (loss: () => Tensor): string[] => {
    calls.length = 0;
    context.step(() => backward(loss()));
    return calls.filter((name) => name !== 'sum');
  };
  const once = (): Tensor => sum(linear(x, weight, bias));
  expect(step(once)).toEqual(['matmul', 'matmul']);
  expect(list(weight.gradient)).toEqual([2, 2, 2, 2]);
  expect(list(bias.gradient)).toEqual([3, 3]);
  // That of the weight waits until the sweep has ended.
  expect(step(once)).toEqual(['matmul', 'addInto', 'matmul', 'addInto']);
  zeroGradients({ weight, bias });
  // dL/dW of the sum of W W: each row of it is that of W^T 1 1^T + 1 1^T W^T.
  expect(step(() => sum(matmul(weight, weight)))).toEqual(['matmul', 'matmul', 'matmul', 'addInto']);
  expect(list(weight.gradient)).toEqual([3 + 4, 7 + 4, 3 + 6, 7 + 6]);
  expect(list(bias.gradient)).toEqual([0, 0]);
});

describe('room for a gradient that can be added to', () => {
  /** y = 3 x, whose backward function adds into the place of its input. */
  const triple = (x: Tensor, begun: boolean[]): Tensor => {
    const { context } = x;
    const y = context.tensor(Array.from(x.toArray(), (value) => 3 * value));
    return record(y, [x], (gradient) => {
      const place = gradientPlace(x);
      begun.push(place.begun);
      const before = place.begun ? place.room.toArray() : new Float32Array(x.size);
      place.room.set(gradient.toArray().map((slope, k) => before[k] + 3 * slope));
      return [place.room];
    });
  };
  const ends = [
    ['a parameter', (x: Tensor): Tensor => x],
    ['what was computed', (x: Tensor): Tensor => multiply(x, 10)],
  ] as const;

  test.each(ends)('is the one sum of all, beside others’ gradients: %s', (_, from) => {
    const { context, w } = made();
    const scale = from === ends[0][1] ? 1 : 10;
    context.step(() => {
      const x = from(w);
      const begun: boolean[] = [];
      const own = (): Tensor => sum(triple(x, begun));
      // Latest first: two of ours share a sum, the square's gradient is added to it, and ours go on.
      backward(add(add(add(own(), own()), sum(multiply(x, x))), add(own(), own())));
      expect(begun).toEqual([false, true, true, true]);
      expect(list(w.gradient)).toEqual([1, 2].map((value) => scale * (12 + 2 * value * scale)));
    });
  });

  test('is none that others may hold: a gradient that arrived is not written to', () => {
    const { context, w } = made();
    context.step(() => {
      const x = multiply(w, 1);
      const begun: boolean[] = [];
      // `add` gives both of its inputs one and the same gradient.
      backward(sum(multiply(add(x, triple(x, begun)), 1)));
      expect(begun).toEqual([false]);
      expect(list(w.gradient)).toEqual([4, 4]);
    });
  });

  test('is a tensor of its own where gradients are asked for, or recorded', () => {
    const { context, w } = made();
    for (const retain of [false, true]) {
      context.step(() => {
        const begun: boolean[] = [];
        const [slope] = gradients([add(sum(triple(w, begun)), sum(triple(w, begun)))], [w], { retain });
        expect(begun).toEqual([false, false]);
        expect(list(slope)).toEqual([6, 6]);
      });
    }
    expect(w.gradient).toBeUndefined();
  });
});
