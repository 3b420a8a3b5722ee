import { expect, test } from 'vitest';
import { openContext } from '../../src/tensor/openContext.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { linear } from '../../src/tensor/operations/linear.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { tanh } from '../../src/tensor/operations/tanh.ts';
import { backward, gradients } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

const values = (size: number, scale: number): number[] =>
  Array.from({ length: size }, (_, k) => scale * Math.sin(1.7 * k + 1));

test.each(['wasm', 'reference'] as const)(
  'a weight that many steps read has the gradient of their sum, now and after it has changed: %s',
  async (backend) => {
    const context = await openContext({ backend });
    const weight = context.parameter(values(20, 0.5), [4, 5]);
    const back = context.parameter(values(20, 0.4), [5, 4]);
    const bias = context.parameter(values(4, 0.3), [4]);
    const parameters = [weight, back, bias];
    const loss = (): Tensor => {
      let x = context.tensor(values(15, 1), [3, 5]);
      for (let t = 0; t < 6; t++) x = add(x, linear(tanh(linear(x, weight, bias)), back));
      return sum(tanh(x));
    };
    for (let step = 0; step < 3; step++) {
      context.step(() => {
        // The gradients that are asked for one by one are summed step by step.
        const wanted = gradients([loss()], parameters).map((gradient) => Array.from(gradient!.toArray()));
        for (const parameter of parameters) parameter.gradient = undefined;
        backward(loss());
        parameters.forEach(({ gradient }, k) => {
          const got = gradient!.toArray();
          wanted[k].forEach((value, at) => {
            expect(got[at]).toBeCloseTo(value, 4);
          });
        });
        const once = Array.from(weight.gradient!.toArray());
        backward(loss());
        const twice = weight.gradient!.toArray();
        once.forEach((value, at) => {
          expect(twice[at]).toBeCloseTo(2 * value, 4);
        });
      });
      weight.set(Array.from(weight.toArray(), (value) => 0.9 * value));
    }
    context.close();
  },
);
