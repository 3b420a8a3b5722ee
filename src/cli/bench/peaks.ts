import { peak } from '../../kernels/peak.ts';
import type { Context } from '../../tensor/context.ts';
import { matmul } from '../../tensor/operations/matmul.ts';
import { noGradient } from '../../tensor/tape.ts';
import { type Contender, timed } from './measure.ts';
import type { Peaks } from './report.ts';
import { type Seat, seatOf } from './seat.ts';
import type { Size } from './size.ts';

/** Work that shows what a backend can do at most here. */
export interface PeakProbe extends Contender, Seat {
  /** `peak`: multiply-adds in registers; `tile`: a matrix product whose operands stay in the cache. */
  readonly name: 'peak' | 'tile';
  readonly flops: number;
}

/** Elements of a thread's share: whole blocks of registers for every instruction set. */
const CHAINS = 768;
/** A few milliseconds. */
const ROUNDS = 200_000;
/** M, N and K of the product: 1 MB for each matrix. */
const SIDE = 512;

/** The two probes of a context; none of the reference, since plain TypeScript is not held against what it could reach. */
export function peakProbes(context: Context, now: () => number): readonly PeakProbe[] {
  const seat = seatOf(context);
  if (seat.backend === 'reference') return [];
  const n = CHAINS * context.backend.threads;
  const y = context.full([n], 1);
  const [a, b] = [0.5, 0.25].map((value) => context.full([SIDE, SIDE], value));
  const multiplyAdd = (): void => context.run(peak, { y: y.offset, n, rounds: ROUNDS, factor: 0.5, term: 1 });
  const product = (): void => {
    context.step(() => noGradient(context, () => matmul(a, b)));
  };
  return [
    { ...seat, name: 'peak', flops: 2 * n * ROUNDS, turn: timed(multiplyAdd, now) },
    { ...seat, name: 'tile', flops: 2 * SIDE ** 3, turn: timed(product, now) },
  ];
}

/** What the probes of some contexts show, from the seconds that each took. */
export function peaksOf(
  probes: readonly PeakProbe[],
  size: Size,
  seconds: (probe: PeakProbe) => number,
): Peaks[] {
  const rate = (probe: PeakProbe): number => probe.flops / seconds(probe) / 1e9;
  return probes
    .filter(({ name }) => name === 'peak')
    .map((peak) => {
      const { backend, threads } = peak;
      const tile = probes.find(
        (one) => one.name === 'tile' && one.backend === backend && one.threads === threads,
      )!;
      return { backend, size, threads, peak: rate(peak), tile: rate(tile) };
    });
}
