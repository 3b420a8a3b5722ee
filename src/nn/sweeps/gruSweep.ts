import { gruBackward, gruForward } from '../../kernels/sweeps/gru.ts';
import { gradientRoom } from '../../tensor/gradientSum.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { checkShapes } from './checkShapes.ts';
import { gateColumns } from './gateColumns.ts';
import { offsetOf } from './offsetOf.ts';
import { packedFor } from './packedFor.ts';
import { isRecorded, recordSweep } from './recordSweep.ts';
import { weightRowsGradient } from './weightGradient.ts';

/** What a GRU's sweep takes; equations and symbols: kernel `gruForward`. States are in packed order. */
export interface GruSweepOptions {
  /** [N, 3H]: the projected input of every packed row, with the biases, but for b_hn with reset `after`. */
  readonly x: Tensor;
  /** [3H, H] */
  readonly weight: Tensor;
  /** [B, H] */
  readonly h0: Tensor;
  readonly reverse?: boolean;
  /** Where the reset gate acts: on the recurrent product (default), or on the state before it. */
  readonly reset?: 'after' | 'before';
  /** [H]: b_hn; only where `reset` is `after`. */
  readonly candidateBias?: Tensor;
  /** [3H]: normalises the recurrent product. */
  readonly gain?: Tensor;
  /** [B, H] */
  readonly recurrentMask?: Tensor;
  /** [N, H] */
  readonly zoneoutH?: Tensor;
  /** The gates may be written over x, which nothing else then reads. */
  readonly overwriteX?: boolean;
  /** Give `trace`. */
  readonly trace?: boolean;
  /** Called in the backward sweep with the whole gradient of h(t) [N, H]. */
  readonly watch?: (dh: Tensor) => void;
}

export interface GruSweepResult {
  /** h(t), [N, H]. */
  readonly y: Tensor;
  /** [B, H] */
  readonly hn: Tensor;
  /** r, z, n, h [N, H] of every packed row, without gradients; empty unless asked for. */
  readonly trace: Readonly<Record<string, Tensor>>;
}

/** A GRU over whole sequences in one kernel. Throws `shape-mismatch`. */
export function gruSweep(structure: Structure, options: GruSweepOptions): GruSweepResult {
  const { x, weight, h0, reverse = false, reset = 'after', trace = false, watch } = options;
  const { candidateBias, gain, recurrentMask, zoneoutH } = options;
  const { context } = x;
  const { total: N, count: B, longest } = structure;
  const H = weight.shape[1];
  const before = reset === 'before';
  checkShapes('gruSweep', {
    x: [x, [N, 3 * H]],
    weight: [weight, [3 * H, H]],
    h0: [h0, [B, H]],
    candidateBias: [candidateBias, [before ? 0 : H]],
    gain: [gain, [3 * H]],
    recurrentMask: [recurrentMask, [B, H]],
    zoneoutH: [zoneoutH, [N, H]],
  });
  const inputs = { x, weight, h0, candidateBias, gain };
  const recorded = isRecorded(context, inputs);
  const save = (wanted: boolean, ...shape: number[]): Tensor | undefined =>
    wanted ? context.empty(shape) : undefined;

  const y = context.empty([N, H]);
  const hn = context.empty([B, H]);
  const gates = options.overwriteX ? x : save(recorded || trace, N, 3 * H);
  const candidate = save(recorded && !before, N, H);
  const recurrentInput = save(recorded && weight.tracked, N, H);
  const resetInput = save(recorded && weight.tracked && before, N, H);
  const normal = save(recorded && gain !== undefined, N, 3 * H);
  const scales = save(recorded && gain !== undefined, N, 3);
  const batchSizes = structure.on(context, structure.batchSizes);
  const shared = () => ({
    batchSizes: batchSizes.offset,
    rows: N,
    steps: longest,
    sequences: B,
    hidden: H,
    reverse: Number(reverse),
    resetBefore: Number(before),
    weight: weight.offset,
    gain: offsetOf(gain),
    h0: h0.offset,
    y: y.offset,
    recurrentMask: offsetOf(recurrentMask),
    zoneoutH: offsetOf(zoneoutH),
    gates: offsetOf(gates),
    candidate: offsetOf(candidate),
    normal: offsetOf(normal),
    scales: offsetOf(scales),
  });
  context.run(gruForward, {
    ...shared(),
    ...packedFor(weight, recorded, N, 3, 0, 2),
    packedCandidate: packedFor(weight, recorded, N, 3, 2, 3).packed,
    x: x.offset,
    candidateBias: offsetOf(candidateBias),
    hn: hn.offset,
    recurrentInput: offsetOf(recurrentInput),
    resetInput: offsetOf(resetInput),
  });

  recordSweep('gruSweep', inputs, [y, hn], ([dy, dhn]) => {
    const dx = context.empty([N, 3 * H]);
    const drecurrent = gain || !before ? context.empty([N, 3 * H]) : dx;
    const dh0 = context.empty([B, H]);
    const dh = save(watch !== undefined, N, H);
    const dcandidateBias = save(candidateBias?.tracked ?? false, H);
    const dgain = save(gain?.tracked ?? false, 3 * H);
    context.run(gruBackward, {
      ...shared(),
      dy: offsetOf(dy),
      dhn: offsetOf(dhn),
      dx: dx.offset,
      drecurrent: drecurrent.offset,
      dh0: dh0.offset,
      dh: offsetOf(dh),
      dcandidateBias: offsetOf(dcandidateBias),
      dgain: offsetOf(dgain),
    });
    if (dh) watch?.(dh);
    const dweight = recurrentInput && gradientRoom(weight);
    if (dweight) {
      const split = resetInput ? 2 * H : 3 * H;
      weightRowsGradient(dweight, drecurrent, recurrentInput, 0, split);
      if (resetInput) weightRowsGradient(dweight, drecurrent, resetInput, split, 3 * H);
    }
    return { x: dx, weight: dweight, h0: dh0, candidateBias: dcandidateBias, gain: dgain };
  });
  return { y, hn, trace: trace && gates ? { ...gateColumns(gates, ['r', 'z', 'n']), h: y } : {} };
}
