import { NONE } from '../../kernels/memory.ts';
import { weightGradients as kernel } from '../../kernels/weightGradients.ts';
import { gradientRoom } from '../../tensor/gradientSum.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { offsetOf } from './offsetOf.ts';

/** A weight's gradient as a product: what the weight was multiplied by, [N, columns], and where the gradient goes. */
export interface WeightSide {
  readonly input: Tensor;
  /** Of the weight: [rows, columns]. */
  readonly room: Tensor;
}

/**
 * Gradients of weights from what a sweep saved, gradient[N, rows] of the sums: those of two weights that were
 * multiplied for the same sums, and of the bias, are one product over the whole batch. Only rows from..to of them, if
 * those are given.
 */
export function weightGradients(
  gradient: Tensor,
  sides: { readonly x?: WeightSide; readonly h?: WeightSide; readonly bias?: Tensor },
  from = 0,
  to: number = gradient.shape[1],
): void {
  const { x, h, bias } = sides;
  if (!x && !h && !bias) return;
  const columns = (side: WeightSide | undefined): number => side?.input.shape[1] ?? 0;
  const place = (side: WeightSide | undefined): number =>
    side ? side.room.offset + from * columns(side) : NONE;
  gradient.context.run(kernel, {
    gradient: gradient.offset + from,
    lda: gradient.shape[1],
    m: to - from,
    k: gradient.shape[0],
    x: offsetOf(x?.input),
    n: columns(x),
    dx: place(x),
    h: offsetOf(h?.input),
    r: columns(h),
    dh: place(h),
    dbias: bias ? bias.offset + from : NONE,
  });
}

/** Where a weight that was multiplied by `input` gets its gradient; undefined where none is wanted or nothing saved. */
export const weightSide = (weight: Tensor | undefined, input: Tensor | undefined): WeightSide | undefined =>
  weight?.tracked && input ? { input, room: gradientRoom(weight) } : undefined;
