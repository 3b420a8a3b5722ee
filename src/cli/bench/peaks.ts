import { peak } from '../../kernels/peak.ts';
import type { Context } from '../../tensor/context.ts';
import { matmul } from '../../tensor/operations/matmul.ts';
import { noGradient } from '../../tensor/tape.ts';

/** Work that shows what a backend can do at most here. */
export interface PeakProbe {
  /** `peak`: multiply-adds in registers; `tile`: a matrix product whose operands stay in the cache. */
  readonly name: 'peak' | 'tile';
  readonly flops: number;
  readonly run: () => void;
}

/** Elements of a thread's share: whole blocks of registers for every instruction set. */
const CHAINS = 768;
/** A few milliseconds. */
const ROUNDS = 200_000;
/** M, N and K of the product: 1 MB for each matrix. */
const SIDE = 512;

/** The two probes of a context. */
export function peakProbes(context: Context): readonly PeakProbe[] {
  const n = CHAINS * context.backend.threads;
  const y = context.full([n], 1);
  const [a, b] = [0.5, 0.25].map((value) => context.full([SIDE, SIDE], value));
  return [
    {
      name: 'peak',
      flops: 2 * n * ROUNDS,
      run: () => context.run(peak, { y: y.offset, n, rounds: ROUNDS, factor: 0.5, term: 1 }),
    },
    {
      name: 'tile',
      flops: 2 * SIDE ** 3,
      run: () => {
        context.step(() => noGradient(context, () => matmul(a, b)));
      },
    },
  ];
}
