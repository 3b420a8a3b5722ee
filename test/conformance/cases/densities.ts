import { dropoutMask } from '../../../src/kernels/dropoutMask.ts';
import { negativeBinomial } from '../../../src/kernels/negativeBinomial.ts';
import { studentT } from '../../../src/kernels/studentT.ts';
import { type Case, caseOf, floats, integers, zeros } from '../case.ts';

const densities = [0, 1, 51].flatMap((n) => [
  caseOf(studentT, `${n}`, {
    buffers: {
      freedom: floats(n, -10, 40),
      location: floats(n),
      scale: floats(n, -8, 8),
      target: floats(n, -30, 30, 5),
      losses: zeros(n),
      dfreedom: zeros(n),
      dlocation: zeros(n),
      dscale: zeros(n),
    },
    numbers: { n },
    outputs: ['losses', 'dfreedom', 'dlocation', 'dscale'],
    tolerance: 1e-6,
    scale: 1e-4,
  }),
  caseOf(negativeBinomial, `${n}`, {
    buffers: {
      mean: floats(n, -8, 30),
      dispersion: floats(n, -8, 8, 3),
      target: floats(n, 0, 60, 5).map(Math.floor),
      losses: zeros(n),
      dmean: zeros(n),
      ddispersion: zeros(n),
    },
    numbers: { n },
    outputs: ['losses', 'dmean', 'ddispersion'],
    tolerance: 1e-6,
    scale: 1e-3,
  }),
]);

const masks = [
  [0, 4, 0.5],
  [1, 1, 0.5],
  [9, 37, 0.3],
  [2, 20, 0],
  [2, 20, 1],
].flatMap(([rows, units, rate]) =>
  [0, 1]
    .map((given) =>
      caseOf(dropoutMask, `${rows}x${units} rate ${rate}${given ? ' with sequences and times' : ''}`, {
        buffers: {
          mask: zeros(rows * units),
          ...(given ? { rowSequence: integers(rows, 0, 2 ** 31), rowTime: integers(rows, 0, 5) } : {}),
        },
        numbers: { key0: 0xdeadbeef, key1: 0x12345678, rows, units, rate, dropped: 0, kept: 1.25 },
        outputs: ['mask'],
        tolerance: 0,
      }),
    )
    .concat(
      caseOf(dropoutMask, `${rows}x${units} rate ${rate}, in place of what it is multiplied by`, {
        buffers: { mask: floats(rows * units) },
        alias: { x: 'mask' },
        numbers: { key0: 1, key1: 2, rows, units, rate, dropped: 0, kept: 1 / 0.7 },
        outputs: ['mask'],
        tolerance: 1.2e-7,
      }),
    ),
);

export const cases: readonly Case[] = [...densities, ...masks];
