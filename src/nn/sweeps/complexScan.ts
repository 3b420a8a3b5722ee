import { complexScanBackward, complexScan as kernel } from '../../kernels/sweeps/complexScan.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { checkShapes } from './checkShapes.ts';
import { offsetOf } from './offsetOf.ts';
import { recordSweep } from './recordSweep.ts';

/** What a complex scan takes: real parts, then imaginary ones. States are in packed order. */
export interface ComplexScanOptions {
  /** [2, H]: the factor of each unit. */
  readonly lambda: Tensor;
  /** [N, 2H] */
  readonly b: Tensor;
  /** [B, 2H] */
  readonly h0: Tensor;
  readonly reverse?: boolean;
  /** Called in the backward sweep with the whole gradient of h(t) [N, 2H]. */
  readonly watch?: (dh: Tensor) => void;
}

export interface ComplexScanResult {
  /** h(t), [N, 2H]. */
  readonly y: Tensor;
  /** [B, 2H] */
  readonly hn: Tensor;
}

/** h(t) = lambda h(t-1) + b(t) of complex units over whole sequences in one kernel. Saves y. Throws `shape-mismatch`. */
export function complexScan(structure: Structure, options: ComplexScanOptions): ComplexScanResult {
  const { lambda, b, h0, reverse = false, watch } = options;
  const { context } = b;
  const { total: N, count: B, longest } = structure;
  const H = lambda.shape[1];
  checkShapes('complexScan', { lambda: [lambda, [2, H]], b: [b, [N, 2 * H]], h0: [h0, [B, 2 * H]] });
  const y = context.empty([N, 2 * H]);
  const hn = context.empty([B, 2 * H]);
  const batchSizes = structure.on(context, structure.batchSizes);
  const shared = () => ({
    batchSizes: batchSizes.offset,
    rows: N,
    steps: longest,
    sequences: B,
    hidden: H,
    reverse: Number(reverse),
    lambda: lambda.offset,
    h0: h0.offset,
    y: y.offset,
  });
  context.run(kernel, { ...shared(), b: b.offset, hn: hn.offset });
  recordSweep('complexScan', { lambda, b, h0 }, [y, hn], ([dy, dhn]) => {
    const db = context.empty([N, 2 * H]);
    const dh0 = context.empty([B, 2 * H]);
    const dlambda = lambda.tracked ? context.empty([2, H]) : undefined;
    context.run(complexScanBackward, {
      ...shared(),
      dy: offsetOf(dy),
      dhn: offsetOf(dhn),
      db: db.offset,
      dh0: dh0.offset,
      dlambda: offsetOf(dlambda),
    });
    watch?.(db);
    return { lambda: dlambda, b: db, h0: dh0 };
  });
  return { y, hn };
}
