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

const nowhere: PackedPlace = { packed: NONE, isPacked: 0 };

/**
 * Where a parameter [parts * n, k], or only its parts from..to, lies in the order in which products read it: made once,
 * kept as long as the parameter, and made again when it has changed. Nowhere for what is no parameter.
 */
export function packedWeight(weight: Tensor, parts = 1, from = 0, to = parts): PackedPlace {
  const { context } = weight;
  if (!weight.trainable || context.backend.name === 'reference') return nowhere;
  const [n, k] = [weight.shape[0] / parts, weight.shape[1]];
  weight.packed ??= new Map();
  const key = `${parts}:${from}`;
  let kept = weight.packed.get(key);
  if (kept === undefined) {
    const size = (to - from) * k * Math.ceil(n / PANEL) * PANEL;
    kept = { room: context.outside(() => context.empty([size])), changes: -1 };
    weight.packed.set(key, kept);
  }
  const isPacked = Number(kept.changes === context.changes);
  kept.changes = context.changes;
  return { packed: kept.room.offset, isPacked };
}
