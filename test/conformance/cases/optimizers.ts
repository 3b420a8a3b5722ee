import { adagradStep } from '../../../src/kernels/adagradStep.ts';
import { adamStep } from '../../../src/kernels/adamStep.ts';
import { rmspropStep } from '../../../src/kernels/rmspropStep.ts';
import { sgdStep } from '../../../src/kernels/sgdStep.ts';
import { type Case, caseOf, floats } from '../case.ts';
import { placesTable } from '../placesTable.ts';

const tolerance = 2e-6;
const scale = 0.1;

export const cases: readonly Case[] = [0, 1, 53, 5000].flatMap((n) => {
  const { places, numbers } = placesTable(n);
  const both = { value: floats(n), gradient: floats(n, -1, 1, 3), places };
  const common = { ...numbers, scale: 0.7, limit: 0.6 };
  return [
    ...[0, 1].map((nesterov) =>
      caseOf(sgdStep, `${n}${nesterov ? ' nesterov' : ' momentum'}`, {
        buffers: { ...both, momentum: floats(n, -1, 1, 5) },
        numbers: { ...common, rate: 0.05, factor: 0.9, nesterov, decay: 0.01 },
        outputs: ['value', 'momentum'],
        tolerance,
        scale,
      }),
    ),
    caseOf(sgdStep, `${n} plain`, {
      buffers: both,
      numbers: { ...common, scale: 1, limit: Infinity, rate: 0.05, factor: 0, nesterov: 0, decay: 0 },
      outputs: ['value'],
      tolerance,
      scale,
    }),
    caseOf(adamStep, `${n}`, {
      buffers: { ...both, mean: floats(n, -1, 1, 5), square: floats(n, 0.01, 1, 7) },
      numbers: {
        ...common,
        rate: 0.02,
        beta1: 0.9,
        beta2: 0.999,
        root: 0.8,
        epsilon: 1e-8,
        keep: 0.99,
        decay: 0.01,
      },
      outputs: ['value', 'mean', 'square'],
      tolerance,
      scale,
    }),
    caseOf(rmspropStep, `${n} centered with momentum`, {
      buffers: {
        ...both,
        square: floats(n, 1, 2, 7),
        mean: floats(n, -0.5, 0.5, 5),
        momentum: floats(n, -1, 1, 9),
      },
      numbers: { ...common, rate: 0.02, alpha: 0.9, factor: 0.9, epsilon: 1e-8, decay: 0.01 },
      outputs: ['value', 'square', 'mean', 'momentum'],
      tolerance,
      scale,
    }),
    caseOf(rmspropStep, `${n} plain`, {
      buffers: { ...both, square: floats(n, 0.1, 2, 7) },
      numbers: { ...common, rate: 0.02, alpha: 0.9, factor: 0, epsilon: 1e-8, decay: 0 },
      outputs: ['value', 'square'],
      tolerance,
      scale,
    }),
    caseOf(adagradStep, `${n}`, {
      buffers: { ...both, sum: floats(n, 0.1, 2, 7) },
      numbers: { ...common, rate: 0.02, epsilon: 1e-10, decay: 0.01 },
      outputs: ['value', 'sum'],
      tolerance,
      scale,
    }),
  ];
});
