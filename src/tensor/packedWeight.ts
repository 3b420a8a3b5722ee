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

/** What a kernel is told where nothing is kept. */
export const nowhere: PackedPlace = { packed: NONE, isPacked: 0, isHalf: 0 };

export interface PackedOptions {
  /** Only the parts from..to of so many; all unless given. */
  readonly parts?: number;
  readonly from?: number;
  readonly to?: number;
  /** For a product with the weight as it is, [n, k]; else with its transpose. One part only. */
  readonly across?: boolean;
  /** Kept only from the second time on that it is asked for since it has changed, as in training every step changes it. */
  readonly sparing?: boolean;
  /** The most rows that it meets in a step. */
  readonly atOnce?: number;
}

/**
 * Where a parameter [parts * n, k], or only its parts from..to, lies in the order in which products read it: made once,
 * kept as long as the parameter, and made again when it has changed. Nowhere for what is no parameter. A large one whose
 * values all are bfloat16 (roundToBfloat16) is kept as such for products of few rows, `atOnce`: to the same bits.
 */
export function packedWeight(
  weight: Tensor,
  { parts = 1, from = 0, to = parts, across = false, sparing = false, atOnce = Infinity }: PackedOptions = {},
): PackedPlace {
  const { context } = weight;
  if (!weight.trainable || context.backend.name === 'reference') return nowhere;
  const isFew = !sparing && !across && atOnce <= HALF_ROWS && weight.size >= HALF_SIZE;
  weight.packed ??= new Map();
  const key = `${parts}:${from}:${across}:${isFew}`;
  let kept = weight.packed.get(key);
  if (kept === undefined)
    weight.packed.set(key, (kept = { room: undefined, changes: -1, asked: -1, isHalf: false }));
  const isFirst = kept.asked !== context.changes;
  kept.asked = context.changes;
  if (sparing && isFirst) return nowhere;
  if (kept.room === undefined) {
    const [rows, columns] = [weight.shape[0] / parts, weight.shape[1]];
    const [n, k] = across ? [columns, rows] : [rows, columns];
    const size = (to - from) * k * Math.ceil(n / PANEL) * PANEL;
    kept.room = context.outside(() => context.empty([size]));
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
