import type { Pass } from '../../nn/pass.ts';
import type { CellChoice } from '../../nn/stack/cellChoice.ts';
import { recurrentStack } from '../../nn/stack/recurrentStack.ts';
import { stream, uniform } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { sum } from '../../tensor/operations/sum.ts';
import { ragged } from '../../tensor/ragged/ragged.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import { backward, noGradient } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { disposeGradients, zeroGradients } from '../../train/gradients.ts';
import type { Size } from './size.ts';
import type { Work } from './work.ts';

/** The numbers that a pass gives, by name: `output`, and the gradients by the names of their weights. */
export type Results = Readonly<Record<string, ArrayLike<number>>>;

/** What another library needs to do the same: the input `x` [T, B, I], and the weights by their names. */
export type Given = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
>;

/** One recurrent layer with its input, in a context: the same numbers in every context. */
export interface BenchNetwork {
  /** Does the work once, as a user's program does it. */
  run(work: Work): void;
  /** One training pass, and what it gives. */
  results(): Results;
  given(): Given;
  /** Gives the memory back. */
  close(): void;
}

/** Of training; every run draws the same masks anew. */
const pass: Pass = { training: true, seed: 3, step: 0 };

/**
 * Makes the layer and its input, of B sequences of T steps, or of these lengths. The loss of training is the sum of all
 * outputs.
 */
export function benchNetwork(
  context: Context,
  choice: CellChoice,
  [B, T, I, H]: Size,
  lengths: readonly number[] = new Array<number>(B).fill(T),
): BenchNetwork {
  const stack = recurrentStack(context, {
    inputSize: I,
    hiddenSize: H,
    cell: choice,
    seed: 1,
  });
  const { parameters } = stack;
  const key = stream(2);
  const rows = lengths.reduce((total, length) => total + length, 0);
  const values = Float32Array.from({ length: rows * I }, (_, k) => 2 * uniform(key, k) - 1);
  const data = context.tensor(values, [rows, I]);
  const x = ragged(data, Structure.of(lengths), 'packed');
  return {
    run(work) {
      if (work === 'train') zeroGradients(parameters);
      context.step(() => {
        if (work === 'train') backward(sum(stack.run(x, { pass }).output.data));
        else noGradient(context, () => stack.run(x));
      });
    },
    results() {
      zeroGradients(parameters);
      return context.step(() => {
        const output = stack.run(x, { pass }).output.data;
        backward(sum(output));
        const gradients = Object.entries(parameters).map(([name, { gradient }]) => [
          name,
          gradient!.toArray(),
        ]);
        return { output: output.toArray(), ...Object.fromEntries(gradients) };
      });
    },
    given() {
      const copy = ({ shape }: Tensor, data: ArrayLike<number>) => ({ shape, data: Float32Array.from(data) });
      const weights = Object.entries(parameters).map(([name, weight]) => [
        name,
        copy(weight, weight.toArray()),
      ]);
      return { x: { shape: [T, B, I], data: values }, ...Object.fromEntries(weights) };
    },
    close() {
      disposeGradients(parameters);
      for (const tensor of [data, ...Object.values(parameters)]) tensor.dispose();
    },
  };
}
