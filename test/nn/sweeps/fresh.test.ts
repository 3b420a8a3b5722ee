import { afterAll, describe, expect, test } from 'vitest';
import { stream, uniform } from '../../../src/support/random.ts';
import type { Context } from '../../../src/tensor/context.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { gradients } from '../../../src/tensor/tape.ts';
import { sizeOf } from '../../../src/tensor/tensor.ts';
import { openContexts } from '../../support/contexts.ts';
import { inputShapes, runSweep, type SweepCase, sweepCases } from './sweepCases.ts';

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

/** Outputs, final states and the gradients of all but h0, where the sweep begins at zero and may know that it does. */
function run(context: Context, sweep: SweepCase, structure: Structure, fresh: boolean): number[][] {
  const { differentiable, masks } = inputShapes(sweep, { structure, hidden: 19, output: 10 });
  return context.step(() => {
    const values = (k: number, size: number) =>
      Float32Array.from({ length: size }, (_, j) => 1.6 * uniform(stream(5, k), j) - 0.8);
    const { h0, ...rest } = differentiable;
    const weights = Object.entries(rest).map(
      ([name, shape], k) => [name, context.parameter(values(k, sizeOf(shape)), shape)] as const,
    );
    const shares = Object.entries(masks).map(
      ([name, shape], k) =>
        [name, context.tensor(values(99 + k, sizeOf(shape)).map(Math.abs), shape)] as const,
    );
    const inputs = Object.fromEntries([...weights, ...shares, ['h0', context.zeros(h0)] as const]);
    const { y, final } = runSweep(sweep, structure, inputs, { fresh });
    const outputs = [y, ...final];
    const found = gradients(
      outputs,
      weights.map(([, weight]) => weight),
      { seeds: outputs.map((tensor) => context.full(tensor.shape, 1)) },
    );
    return [...outputs, ...found].map((tensor) => (tensor ? [...tensor.toArray()] : []));
  });
}

/** Plain, every option alone, and all together. */
const chosen = sweepCases.filter(({ options }) => options.length !== 2);

describe.each(opened)('$name', ({ context }) => {
  test.each(chosen)('$name: beginning fresh gives what beginning at zero gives', (sweep) => {
    for (const lengths of [[6, 5, 5, 3, 3, 3, 2, 1, 0], [4, 4], [1, 1, 1], [1], []]) {
      const structure = Structure.of(lengths);
      const whole = run(context, sweep, structure, false);
      const fresh = run(context, sweep, structure, true);
      // Zero times a weight, added or left out: only the sign of a zero can differ.
      expect(fresh.map((row) => row.map((x) => x + 0))).toEqual(whole.map((row) => row.map((x) => x + 0)));
    }
  });
});
