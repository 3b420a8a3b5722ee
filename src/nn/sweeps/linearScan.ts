import {
  linearScanBackward,
  linearScan as kernel,
  scanKinds,
  scanParts,
} from '../../kernels/sweeps/linearScan.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { checkShapes } from './checkShapes.ts';
import { offsetOf } from './offsetOf.ts';
import { recordSweep } from './recordSweep.ts';

/** What a linear scan takes; equations and kinds: kernel `linearScan`. States are in packed order. */
export interface LinearScanOptions {
  /** [N, P H]: what a(t) and b(t) are made of; of the kind `given` [N, 2H], a beside b. */
  readonly x: Tensor;
  /** [B, H] */
  readonly h0: Tensor;
  readonly kind?: (typeof scanKinds)[number];
  readonly reverse?: boolean;
  /** Called in the backward sweep with the whole gradient of h(t) [N, H]. */
  readonly watch?: (dh: Tensor) => void;
}

export interface LinearScanResult {
  /** h(t), [N, H]. */
  readonly y: Tensor;
  /** [B, H] */
  readonly hn: Tensor;
}

/** h(t) = a(t) h(t-1) + b(t) over whole sequences in one kernel. Saves x and y. Throws `shape-mismatch`. */
export function linearScan(structure: Structure, options: LinearScanOptions): LinearScanResult {
  const { x, h0, kind = 'given', reverse = false, watch } = options;
  const { context } = x;
  const { total: N, count: B, longest } = structure;
  const H = h0.shape[1];
  checkShapes('linearScan', { h0: [h0, [B, H]], x: [x, [N, scanParts(kind) * H]] });
  const y = context.empty([N, H]);
  const hn = context.empty([B, H]);
  const batchSizes = structure.on(context, structure.batchSizes);
  const shared = () => ({
    batchSizes: batchSizes.offset,
    rows: N,
    steps: longest,
    sequences: B,
    hidden: H,
    reverse: Number(reverse),
    kind: scanKinds.indexOf(kind),
    x: x.offset,
    h0: h0.offset,
    y: y.offset,
  });
  context.run(kernel, { ...shared(), hn: hn.offset });
  recordSweep('linearScan', { x, h0 }, [y, hn], ([dy, dhn]) => {
    const dx = context.empty(x.shape);
    const dh0 = context.empty([B, H]);
    const dh = watch && context.empty([N, H]);
    context.run(linearScanBackward, {
      ...shared(),
      dy: offsetOf(dy),
      dhn: offsetOf(dhn),
      dx: dx.offset,
      dh0: dh0.offset,
      dh: offsetOf(dh),
    });
    if (dh) watch?.(dh);
    return { x: dx, h0: dh0 };
  });
  return { y, hn };
}
