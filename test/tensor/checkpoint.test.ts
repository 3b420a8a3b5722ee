import { beforeEach, expect, test } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { normal, stream } from '../../src/support/random.ts';
import { checkpoint } from '../../src/tensor/checkpoint.ts';
import { Context } from '../../src/tensor/context.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { dropout } from '../../src/tensor/operations/dropout.ts';
import { linear } from '../../src/tensor/operations/linear.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { tanh } from '../../src/tensor/operations/tanh.ts';
import { backward, noGradient } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

let context: Context;
let weights: Tensor[];
let x: Tensor;
const random = (place: number, size: number): Float32Array =>
  Float32Array.from({ length: size }, (_, unit) => 0.5 * normal(stream(1, place), unit));

beforeEach(() => {
  context = new Context(referenceBackend());
  weights = [0, 1, 2].map((place) => context.parameter(random(place, 64), [8, 8]));
  x = context.parameter(random(9, 40), [5, 8]);
});

type Run = (
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  inputs: readonly Tensor[],
) => readonly Tensor[];
const plainly: Run = (f, inputs) => f(inputs);

/** Three layers, each of two outputs, of which the last adds both. Gives loss and gradients. */
function gradientsBy(run: Run): number[][] {
  const parameters = [x, ...weights];
  for (const parameter of parameters) parameter.gradient = undefined;
  const loss = context.step(() => {
    let pair: readonly Tensor[] = [x, x];
    for (const [layer, weight] of weights.entries()) {
      pair = run(
        ([a, b, w]) => {
          const hidden = tanh(linear(dropout(a, 0.3, stream(4, layer)), w));
          return [hidden, add(tanh(hidden), b)];
        },
        [...pair, weight],
      );
    }
    const total = sum(add(pair[0], pair[1]));
    backward(total);
    return total.item();
  });
  return [[loss], ...parameters.map(({ gradient }) => [...(gradient?.toArray() ?? [])])];
}

test('the same bits as the plain run, dropout included', () => {
  const plain = gradientsBy(plainly);
  expect(gradientsBy(checkpoint)).toEqual(plain);
  expect(plain[1].some((value) => value !== 0)).toBe(true);
});

test('the activations of a checkpointed function are given back', () => {
  const deep = ([a]: readonly Tensor[]): Tensor[] => {
    let current = a;
    for (let k = 0; k < 50; k++) current = tanh(current);
    return [current];
  };
  const held = (run: Run): number => {
    let pass = 0;
    context.step(() => {
      const before = context.empty([1]).offset;
      run(deep, [x]);
      pass = context.empty([1]).offset - before;
    });
    return pass;
  };
  expect(held(checkpoint)).toBeLessThan(held(plainly) / 20);
});

test('an output that is not used gets no gradient, and the others their own', () => {
  context.step(() => {
    const [used] = checkpoint(([a, w]) => [tanh(a), linear(a, w)], [x, weights[0]]);
    backward(sum(used));
  });
  expect(x.gradient?.toArray().every((value) => value > 0)).toBe(true);
  expect(weights[0].gradient?.toArray().every((value) => value === 0)).toBe(true);
});

test('a parameter that is not an input is refused', () => {
  context.step(() => {
    const [output] = checkpoint(([a]) => [linear(a, weights[0])], [x]);
    expect(() => backward(sum(output))).toThrow(
      /trainable tensor of shape \[8, 8\] that is not among its inputs/,
    );
  });
});

test('without recording nothing is kept', () => {
  const [output] = noGradient(context, () => checkpoint(([a]) => [tanh(a)], [x]));
  expect(output.tracked).toBe(false);
  expect(output.toArray()).toEqual(tanh(x).toArray());
});
