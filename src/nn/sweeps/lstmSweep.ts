import { lstmBackward, lstmForward } from '../../kernels/sweeps/lstm.ts';
import { gradientRoom } from '../../tensor/gradientSum.ts';
import { nowhere } from '../../tensor/packedWeight.ts';
import { affine } from '../../tensor/operations/affine.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { checkShapes } from './checkShapes.ts';
import { gateColumns } from './gateColumns.ts';
import { offsetOf } from './offsetOf.ts';
import { packedFor } from './packedFor.ts';
import { isRecorded, recordSweep } from './recordSweep.ts';
import { inputGradient, inputShapesOf, type SweepInputOptions, sweepSums } from './sweepInput.ts';
import { laterRows, weightGradients, weightSide } from './weightGradients.ts';

/** What an LSTM's sweep takes; equations and symbols: kernel `lstmForward`. States are in packed order. */
export interface LstmSweepOptions extends SweepInputOptions {
  /** [GH, R] */
  readonly weight: Tensor;
  /** [B, R] */
  readonly h0: Tensor;
  /** [B, H] */
  readonly c0: Tensor;
  readonly reverse?: boolean;
  /** h0 is zero, and nobody wants its gradient: less is multiplied. */
  readonly fresh?: boolean;
  /** i = 1 - f; the gates are then f, g, o. */
  readonly coupled?: boolean;
  /** [R, H] */
  readonly projection?: Tensor;
  /** [3, H]: p_i, p_f, p_o; coupled [2, H]: p_f, p_o. */
  readonly peephole?: Tensor;
  /** [GH]: normalises the recurrent product. */
  readonly gain?: Tensor;
  /** [H]: normalises the cell inside its tanh. */
  readonly cellGain?: Tensor;
  /** [H]; only with a cellGain. */
  readonly cellBias?: Tensor;
  /** [B, R] */
  readonly recurrentMask?: Tensor;
  /** [N, R] */
  readonly zoneoutH?: Tensor;
  /** [N, H] */
  readonly zoneoutC?: Tensor;
  /** Give `trace`. */
  readonly trace?: boolean;
  /** Called in the backward sweep with the whole gradients of h(t) [N, R] and c(t) [N, H]. */
  readonly watch?: (dh: Tensor, dc: Tensor) => void;
}

export interface LstmSweepResult {
  /** h(t), [N, R]. */
  readonly y: Tensor;
  /** [B, R] */
  readonly hn: Tensor;
  /** [B, H] */
  readonly cn: Tensor;
  /** i, f, g, o, c [N, H] and h [N, R] of every packed row, without gradients; empty unless asked for. */
  readonly trace: Readonly<Record<string, Tensor>>;
}

/** An LSTM over whole sequences in one kernel. Throws `shape-mismatch`. */
export function lstmSweep(structure: Structure, options: LstmSweepOptions): LstmSweepResult {
  const {
    x,
    inputWeight,
    inputBias,
    weight,
    h0,
    c0,
    reverse = false,
    fresh = false,
    coupled = false,
    trace = false,
    watch,
  } = options;
  const { projection, peephole, gain, cellGain, cellBias, recurrentMask, zoneoutH, zoneoutC } = options;
  const { context } = x;
  const { total: N, count: B, longest } = structure;
  const G = coupled ? 3 : 4;
  const [H, R] = [weight.shape[0] / G, weight.shape[1]];
  checkShapes('lstmSweep', {
    weight: [weight, [G * Math.floor(H), R]],
    ...inputShapesOf(options, N, G * H),
    h0: [h0, [B, R]],
    c0: [c0, [B, H]],
    projection: [projection, [R, H]],
    peephole: [peephole, [G - 1, H]],
    gain: [gain, [G * H]],
    cellGain: [cellGain, [H]],
    cellBias: [cellBias, [H]],
    recurrentMask: [recurrentMask, [B, R]],
    zoneoutH: [zoneoutH, [N, R]],
    zoneoutC: [zoneoutC, [N, H]],
    ...(projection ? {} : { 'h0, without a projection,': [h0, [B, H]] }),
  });
  const inputs = {
    x,
    inputWeight,
    inputBias,
    weight,
    h0,
    c0,
    projection,
    peephole,
    gain,
    cellGain,
    cellBias,
  };
  const recorded = isRecorded(context, inputs);
  /** No step reads the recurrent weight. */
  const isIdle = fresh && longest === 1 && !gain;
  const save = (wanted: boolean, ...shape: number[]): Tensor | undefined =>
    wanted ? context.empty(shape) : undefined;

  const y = context.empty([N, R]);
  const hn = context.empty([B, R]);
  const cn = context.empty([B, H]);
  const sums = sweepSums(structure, options, {
    parts: G,
    others: weight.size,
    whole: gain !== undefined,
    recorded,
  });
  const gates = recorded || trace ? (sums.gates ?? context.empty([N, G * H])) : undefined;
  const c = save(recorded || trace, N, H);
  const recurrentInput = save(recorded && weight.tracked, N, R);
  const projectionInput = save(recorded && projection !== undefined, N, H);
  const normal = save(recorded && gain !== undefined, N, G * H);
  const scales = save(recorded && gain !== undefined, N, G);
  const cellNormal = save(recorded && cellGain !== undefined, N, H);
  const cellScales = save(recorded && cellGain !== undefined, N);
  const batchSizes = structure.on(context, structure.batchSizes);
  const shared = () => ({
    batchSizes: batchSizes.offset,
    rows: N,
    steps: longest,
    sequences: B,
    hidden: H,
    output: R,
    reverse: Number(reverse),
    fresh: Number(fresh),
    coupled: Number(coupled),
    weight: weight.offset,
    peephole: offsetOf(peephole),
    projection: offsetOf(projection),
    gain: offsetOf(gain),
    cellGain: offsetOf(cellGain),
    cellBias: offsetOf(cellBias),
    recurrentMask: offsetOf(recurrentMask),
    zoneoutH: offsetOf(zoneoutH),
    zoneoutC: offsetOf(zoneoutC),
    c0: c0.offset,
    gates: offsetOf(gates),
    c: offsetOf(c),
    normal: offsetOf(normal),
    scales: offsetOf(scales),
    cellNormal: offsetOf(cellNormal),
    cellScales: offsetOf(cellScales),
  });
  context.run(lstmForward, {
    ...shared(),
    ...(isIdle ? nowhere : packedFor(weight, recorded, structure, { parts: G, atOnce: B })),
    ...sums.args(),
    h0: h0.offset,
    y: y.offset,
    hn: hn.offset,
    cn: cn.offset,
    recurrentInput: offsetOf(recurrentInput),
    projectionInput: offsetOf(projectionInput),
  });

  recordSweep('lstmSweep', inputs, [y, hn, cn], ([dy, dhn, dcn]) => {
    const dx = context.empty([N, G * H]);
    const drecurrent = gain ? context.empty([N, G * H]) : dx;
    const dprojected = save(projection !== undefined, N, R);
    const dcellNormal = save(cellGain !== undefined, N, H);
    const dh0 = context.empty([B, R]);
    const dc0 = context.empty([B, H]);
    const dh = save(watch !== undefined, N, R);
    const dc = save(watch !== undefined, N, H);
    const dpeephole = save(peephole?.tracked ?? false, G - 1, H);
    const dgain = save(gain?.tracked ?? false, G * H);
    const dcellGain = save(cellGain?.tracked ?? false, H);
    const dcellBias = save(cellBias?.tracked ?? false, H);
    context.run(lstmBackward, {
      ...shared(),
      dy: offsetOf(dy),
      dhn: offsetOf(dhn),
      dcn: offsetOf(dcn),
      dx: dx.offset,
      drecurrent: drecurrent.offset,
      dprojected: offsetOf(dprojected),
      dcellNormal: offsetOf(dcellNormal),
      dh0: dh0.offset,
      dc0: dc0.offset,
      dh: offsetOf(dh),
      dc: offsetOf(dc),
      dpeephole: offsetOf(dpeephole),
      dgain: offsetOf(dgain),
      dcellGain: offsetOf(dcellGain),
      dcellBias: offsetOf(dcellBias),
    });
    if (dh && dc) watch?.(dh, dc);
    const ofStep = (gradient: Tensor): Tensor | undefined => (longest === 1 ? gradient : undefined);
    const input = weightSide(inputWeight, x, { step: ofStep(dx) });
    const recurrent = weightSide(weight, recurrentInput, {
      rows: fresh ? laterRows(structure, reverse) : undefined,
      step: ofStep(drecurrent),
    });
    const output = weightSide(projection, projectionInput);
    const bias = inputBias?.tracked ? gradientRoom(inputBias) : undefined;
    weightGradients(dx, { x: input, bias, ...(gain ? {} : { h: recurrent }) });
    if (gain) weightGradients(drecurrent, { h: recurrent });
    if (dprojected) weightGradients(dprojected, { h: output });
    return {
      x: inputGradient(options, dx),
      inputWeight: input?.room,
      inputBias: bias,
      weight: recurrent?.room,
      h0: dh0,
      c0: dc0,
      projection: output?.room,
      peephole: dpeephole,
      gain: dgain,
      cellGain: dcellGain,
      cellBias: dcellBias,
    };
  });
  return { y, hn, cn, trace: trace && gates && c ? { ...gatesByName(gates, coupled), h: y, c } : {} };
}

function gatesByName(gates: Tensor, coupled: boolean): Record<string, Tensor> {
  if (!coupled) return gateColumns(gates, ['i', 'f', 'g', 'o']);
  const { f, g, o } = gateColumns(gates, ['f', 'g', 'o']);
  return { i: noGradient(gates.context, () => affine(f, -1, 1)), f, g, o };
}
