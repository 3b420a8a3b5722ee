import { describe, expect, test } from 'vitest';
import { gradcheck } from '../../../src/tensor/gradcheck.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { sizeOf } from '../../../src/tensor/tensor.ts';
import { stream, uniform } from '../../../src/support/random.ts';
import { inputShapes, runSweep, sweepCases } from './sweepCases.ts';

const structure = Structure.of([2, 0, 3, 1]);

describe('gradients of sweeps equal central differences', () => {
  for (const sweep of sweepCases) {
    test(sweep.name, () => {
      const { differentiable, masks } = inputShapes(sweep, { structure, hidden: 3, output: 2 });
      const names = Object.keys(differentiable);
      const report = gradcheck(
        (...tensors) => {
          const { context } = tensors[0];
          const given = Object.entries(masks).map(([name, shape], k) => [
            name,
            context.tensor(
              Float64Array.from({ length: sizeOf(shape) }, (_, j) => uniform(stream(7, k), j)),
              shape,
            ),
          ]);
          const inputs = Object.fromEntries([...names.map((name, k) => [name, tensors[k]]), ...given]);
          const { y, final } = runSweep(sweep, structure, inputs);
          return [y, ...final];
        },
        Object.values(differentiable),
        { tolerance: 2e-6 },
      );
      expect(report).toMatchObject({ passed: true });
    });
  }
});
