import { complexScan, complexScanBackward } from '../../../src/kernels/sweeps/complexScan.ts';
import {
  linearScan,
  linearScanBackward,
  scanKinds,
  scanParts,
} from '../../../src/kernels/sweeps/linearScan.ts';
import { type Case, caseOf, floats, zeros } from '../case.ts';
import { type Batch, batches, long, rowsOf } from './batches.ts';

const numbersOf = ({ batchSizes, sequences, hidden }: Batch, reverse: number): Record<string, number> => ({
  rows: rowsOf({ batchSizes, sequences, hidden, output: hidden }),
  steps: batchSizes.length,
  sequences,
  hidden,
  reverse,
});

/** Sums at which sigmoids vanish or are 1, forget and input gates in all combinations; then numbers in their range. */
function sumsOf(size: number): Float32Array {
  const extreme = [0, 120, -120, 3e38, -3e38];
  return floats(size, -3, 3).map((value, k) => (k % 7 === 3 ? extreme[(k >> 3) % 5] : value));
}

const nameOf = (what: string, { batchSizes, sequences, hidden }: Batch, reverse: number): string =>
  `${what}${reverse ? ' reverse' : ''} T${batchSizes.length} B${sequences} H${hidden}`;

const linear = (batch: Batch, reverse: number): Case[] =>
  scanKinds.flatMap((name, kind) => {
    const [N, B, H, P] = [rowsOf(batch), batch.sequences, batch.hidden, scanParts(name)];
    const batchSizes = Int32Array.from(batch.batchSizes);
    const given = name === 'given';
    const x = given ? floats(N * P * H, -0.9, 0.9) : sumsOf(N * P * H);
    // The candidates come last in a row.
    if (!given) for (let k = 0; k < x.length; k++) if (k % (P * H) >= (P - 1) * H) x[k] = Math.sin(k);
    const common = {
      numbers: { ...numbersOf(batch, reverse), kind },
      tolerance: 4e-5,
      scale: 'largest' as const,
    };
    const h0 = floats(B * H, -1, 1);
    const results = { y: zeros(N * H), hn: zeros(B * H) };
    return [
      caseOf(linearScan, nameOf(name, batch, reverse), {
        ...common,
        buffers: { batchSizes, x, h0, ...results },
        outputs: ['y', 'hn'],
      }),
      caseOf(linearScanBackward, nameOf(name, batch, reverse), {
        ...common,
        buffers: {
          ...{ batchSizes, x, h0, y: floats(N * H, -1, 1), dy: floats(N * H, -1, 1, 3) },
          ...(reverse ? {} : { dhn: floats(B * H, -1, 1, 4), dh: zeros(N * H) }),
          ...{ dx: zeros(N * P * H), dh0: zeros(B * H) },
        },
        outputs: reverse ? ['dx', 'dh0'] : ['dx', 'dh0', 'dh'],
      }),
    ];
  });

function complex(batch: Batch, reverse: number): Case[] {
  const [N, B, H] = [rowsOf(batch), batch.sequences, batch.hidden];
  const batchSizes = Int32Array.from(batch.batchSizes);
  const common = { numbers: numbersOf(batch, reverse), tolerance: 4e-5, scale: 'largest' as const };
  const given = { batchSizes, lambda: floats(2 * H, -0.69, 0.69), h0: floats(2 * B * H, -1, 1) };
  return [
    caseOf(complexScan, nameOf('', batch, reverse), {
      ...common,
      buffers: { ...given, b: floats(2 * N * H, -1, 1), y: zeros(2 * N * H), hn: zeros(2 * B * H) },
      outputs: ['y', 'hn'],
    }),
    caseOf(complexScanBackward, nameOf('', batch, reverse), {
      ...common,
      buffers: {
        ...{ ...given, y: floats(2 * N * H, -1, 1), dy: floats(2 * N * H, -1, 1, 3) },
        ...(reverse ? {} : { dhn: floats(2 * B * H, -1, 1, 4), dlambda: zeros(2 * H) }),
        ...{ db: zeros(2 * N * H), dh0: zeros(2 * B * H) },
      },
      outputs: reverse ? ['db', 'dh0'] : ['db', 'dh0', 'dlambda'],
    }),
  ];
}

export const cases: readonly Case[] = [...batches, long].flatMap((batch) =>
  [0, 1].flatMap((reverse) => [...linear(batch, reverse), ...complex(batch, reverse)]),
);
