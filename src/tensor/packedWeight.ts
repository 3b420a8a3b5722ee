import { NONE } from '../kernels/memory.ts';
import type { Tensor } from './tensor.ts';

/** The widest panel of any build of the kernels. */
const PANEL = 64;

/** The most rows for which kernels read bfloat16, and the least elements for which that is faster: beyond a processor's own cache. */
const HALF_ROWS = 4;
const HALF_SIZE = 2 ** 19;

/** What kernels are told of a weight that is kept in the order in which they read it. */
export interface PackedPlace {
  /** Where, or NONE. */
  readonly packed: number;
  /** Whether it lies there already: 1, or 0 where the kernel that is told this packs it there. */
  readonly isPacked: number;
  /** Whether it lies there as bfloat16. */
  readonly isHalf: number;
}

export const nowhere: PackedPlace = { packed: NONE, isPacked: 0, isHalf: 0 };

/**
 * Where a parameter [parts * n, k], or only its parts from..to, lies in the order in which products read it: made once,
 * kept as long as the parameter, and made again when it has changed. Nowhere for what is no parameter. A large one whose
 * values all are bfloat16 (roundToBfloat16) is kept as such for products of few rows, `atOnce`: to the same bits.
 */
export function packedWeight(
  weight: Tensor,
  parts = 1,
  from = 0,
  to = parts,
  atOnce = Infinity,
): PackedPlace {
  const { context } = weight;
  if (!weight.trainable || context.backend.name === 'reference') return nowhere;
  const isFew = atOnce <= HALF_ROWS && weight.size >= HALF_SIZE;
  const [n, k] = [weight.shape[0] / parts, weight.shape[1]];
  weight.packed ??= new Map();
  const key = `${parts}:${from}:${isFew}`;
  let kept = weight.packed.get(key);
  if (kept === undefined) {
    const size = (to - from) * k * Math.ceil(n / PANEL) * PANEL;
    kept = { room: context.outside(() => context.empty([size])), changes: -1, isHalf: false };
    weight.packed.set(key, kept);
  }
  const isPacked = kept.changes === context.changes;
  if (!isPacked && isFew) kept.isHalf = isBfloat16(weight);
  kept.changes = context.changes;
  return { packed: kept.room.offset, isPacked: Number(isPacked), isHalf: Number(kept.isHalf) };
}

/** Whether the lower halves of all values are zero. */
function isBfloat16({ context, offset, size }: Tensor): boolean {
  const { i } = context.memory;
  for (let j = offset; j < offset + size; j++) if (i[j] & 0xffff) return false;
  return true;
}
