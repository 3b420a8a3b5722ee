import { gruBackward, gruForward } from '../../kernels/sweeps/gru.ts';
import { gradientRoom } from '../../tensor/gradientSum.ts';
import { type PackedPlace, nowhere } from '../../tensor/packedWeight.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { checkShapes } from './checkShapes.ts';
import { gateColumns } from './gateColumns.ts';
import { offsetOf } from './offsetOf.ts';
import { packedFor } from './packedFor.ts';
import { isRecorded, recordSweep } from './recordSweep.ts';
import { inputGradient, inputShapesOf, type SweepInputOptions, sweepSums } from './sweepInput.ts';
import { laterRows, weightGradients, weightSide } from './weightGradients.ts';

/** What a GRU's sweep takes; equations and symbols: kernel `gruForward`. States are in packed order. The bias of x has all
 * biases in it but b_hn with reset `after`. */
export interface GruSweepOptions extends SweepInputOptions {
  /** [3H, H] */
  readonly weight: Tensor;
  /** [B, H] */
  readonly h0: Tensor;
  readonly reverse?: boolean;
  /** h0 is zero, and nobody wants its gradient: less is multiplied. */
  readonly fresh?: boolean;
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
  const {
    x,
    inputWeight,
    inputBias,
    weight,
    h0,
    reverse = false,
    fresh = false,
    reset = 'after',
    trace = false,
    watch,
  } = options;
  const { candidateBias, gain, recurrentMask, zoneoutH } = options;
  const { context } = x;
  const { total: N, count: B, longest } = structure;
  const H = weight.shape[1];
  const before = reset === 'before';
  checkShapes('gruSweep', {
    ...inputShapesOf(options, N, 3 * H),
    weight: [weight, [3 * H, H]],
    h0: [h0, [B, H]],
    candidateBias: [candidateBias, [before ? 0 : H]],
    gain: [gain, [3 * H]],
    recurrentMask: [recurrentMask, [B, H]],
    zoneoutH: [zoneoutH, [N, H]],
  });
  const inputs = { x, inputWeight, inputBias, weight, h0, candidateBias, gain };
  const recorded = isRecorded(context, inputs);
  /** No step reads the recurrent weight. */
  const isIdle = fresh && longest === 1 && !gain;
  const save = (wanted: boolean, ...shape: number[]): Tensor | undefined =>
    wanted ? context.empty(shape) : undefined;

  const y = context.empty([N, H]);
  const hn = context.empty([B, H]);
  const sums = sweepSums(structure, options, {
    parts: 3,
    others: weight.size,
    whole: gain !== undefined,
    recorded,
  });
  const gates = recorded || trace ? (sums.gates ?? context.empty([N, 3 * H])) : undefined;
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
    fresh: Number(fresh),
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
  const packed = (from: number, to: number): PackedPlace =>
    isIdle ? nowhere : packedFor(weight, recorded, structure, { parts: 3, from, to, atOnce: B });
  context.run(gruForward, {
    ...shared(),
    ...packed(0, 2),
    packedCandidate: packed(2, 3).packed,
    ...sums.args(),
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
    const ofStep = (gradient: Tensor): Tensor | undefined => (longest === 1 ? gradient : undefined);
    const input = weightSide(inputWeight, x, { step: ofStep(dx) });
    const recurrent = weightSide(weight, recurrentInput, {
      rows: fresh ? laterRows(structure, reverse) : undefined,
      step: before ? undefined : ofStep(drecurrent),
    });
    const bias = inputBias?.tracked ? gradientRoom(inputBias) : undefined;
    weightGradients(dx, { x: input, bias });
    const split = before ? 2 * H : 3 * H;
    weightGradients(drecurrent, { h: recurrent }, 0, split);
    if (recurrent && resetInput)
      weightGradients(drecurrent, { h: { ...recurrent, input: resetInput } }, split);
    return {
      x: inputGradient(options, dx),
      inputWeight: input?.room,
      inputBias: bias,
      weight: recurrent?.room,
      h0: dh0,
      candidateBias: dcandidateBias,
      gain: dgain,
    };
  });
  return { y, hn, trace: trace && gates ? { ...gateColumns(gates, ['r', 'z', 'n']), h: y } : {} };
}
