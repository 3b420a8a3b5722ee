import { NONE } from '../../kernels/memory.ts';
import { weightGradients as kernel } from '../../kernels/weightGradients.ts';
import { gradientRoom } from '../../tensor/gradientSum.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { offsetOf } from './offsetOf.ts';

/** A weight's gradient as a product: what the weight was multiplied by, [N, columns], and where the gradient goes. */
export interface WeightSide {
  readonly input: Tensor;
  /** Of the weight: [rows, columns]. */
  readonly room: Tensor;
  /** All rows of the input outside these are zero; by default none. */
  readonly rows?: Range | undefined;
}

/** Rows from the first to before the second. */
export type Range = readonly [from: number, to: number];

/** The packed rows but for those of the step at which all sequences of equal length begin. */
export const laterRows = ({ batchSizes, total, longest }: Structure, reverse: boolean): Range =>
  longest === 0 ? [0, 0] : reverse ? [0, total - batchSizes[longest - 1]] : [batchSizes[0], total];

/**
 * Gradients of weights from what a sweep saved, gradient[N, rows] of the sums: those of two weights that were
 * multiplied for the same sums, and of the bias, are one product over the whole batch. Only rows from..to of them, if
 * those are given.
 */
export function weightGradients(
  gradient: Tensor,
  sides: { readonly x?: Omit<WeightSide, 'rows'>; readonly h?: WeightSide; readonly bias?: Tensor },
  from = 0,
  to: number = gradient.shape[1],
): void {
  const { x, h, bias } = sides;
  const [hFrom, hTo] = h?.rows ?? [0, gradient.shape[0]];
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
    hFrom,
    hTo,
    r: columns(h),
    dh: place(h),
    dbias: bias ? bias.offset + from : NONE,
  });
}

/**
 * Where a weight that was multiplied by `input` gets its gradient; undefined where none is wanted or nothing saved, or
 * where it waits for those of other steps. `step`: the gradient of the sums, where the sweep is one step.
 */
export const weightSide = (
  weight: Tensor | undefined,
  input: Tensor | undefined,
  { rows, step }: { readonly rows?: Range | undefined; readonly step?: Tensor | undefined } = {},
): WeightSide | undefined => {
  if (!weight?.tracked || !input) return undefined;
  if (step && !rows && weight.context.stepGradients?.take(weight, step, input)) return undefined;
  return { input, room: gradientRoom(weight), rows };
};
