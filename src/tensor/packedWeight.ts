import { NONE } from '../kernels/memory.ts';
import type { Tensor } from './tensor.ts';

/** The widest panel of any build of the kernels. */
const PANEL = 64;

/** What kernels are told of a weight that is kept in the order in which they read it. */
export interface PackedPlace {
  /** Where, or NONE. */
  readonly packed: number;
  /** Whether it lies there already: 1, or 0 where the kernel that is told this packs it there. */
  readonly isPacked: number;
}

/** What a kernel is told where nothing is kept. */
export const unpacked: PackedPlace = { packed: NONE, isPacked: 0 };

export interface PackedOptions {
  /** Only the parts from..to of so many; all unless given. */
  readonly parts?: number;
  readonly from?: number;
  readonly to?: number;
  /** For a product with the weight as it is, [n, k]; else with its transpose. One part only. */
  readonly across?: boolean;
  /** Kept only from the second time on that it is asked for since it has changed, as in training every step changes it. */
  readonly sparing?: boolean;
}

/**
 * Where a parameter [parts * n, k], or only its parts from..to, lies in the order in which products read it: made once,
 * kept as long as the parameter, and made again when it has changed. Nowhere for what is no parameter.
 */
export function packedWeight(
  weight: Tensor,
  { parts = 1, from = 0, to = parts, across = false, sparing = false }: PackedOptions = {},
): PackedPlace {
  const { context } = weight;
  if (!weight.trainable || context.backend.name === 'reference') return unpacked;
  weight.packed ??= new Map();
  const key = `${parts}:${from}:${across}`;
  let kept = weight.packed.get(key);
  if (kept === undefined) weight.packed.set(key, (kept = { room: undefined, changes: -1, asked: -1 }));
  const isFirst = kept.asked !== context.changes;
  kept.asked = context.changes;
  if (sparing && isFirst) return unpacked;
  if (kept.room === undefined) {
    const [rows, columns] = [weight.shape[0] / parts, weight.shape[1]];
    const [n, k] = across ? [columns, rows] : [rows, columns];
    const size = (to - from) * k * Math.ceil(n / PANEL) * PANEL;
    kept.room = context.outside(() => context.empty([size]));
  }
  const isPacked = Number(kept.changes === context.changes);
  kept.changes = context.changes;
  return { packed: kept.room.offset, isPacked };
}
