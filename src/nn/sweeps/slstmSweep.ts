import { slstmBackward, slstmForward } from '../../kernels/sweeps/slstm.ts';
import { gradientRoom } from '../../tensor/gradientSum.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { checkShapes } from './checkShapes.ts';
import { gateColumns } from './gateColumns.ts';
import { offsetOf } from './offsetOf.ts';
import { packedFor } from './packedFor.ts';
import { isRecorded, recordSweep } from './recordSweep.ts';
import { inputGradient, inputShapesOf, type SweepInputOptions, sweepSums } from './sweepInput.ts';
import { weightGradients, weightSide } from './weightGradients.ts';

/** The states of an sLSTM, [B, H] each, or of every packed row, [N, H]. */
type States = Readonly<Record<'h' | 'c' | 'n' | 'm', Tensor>>;

/** What an sLSTM's sweep takes; equations and symbols: kernel `slstmForward`. States are in packed order. */
export interface SlstmSweepOptions extends SweepInputOptions {
  /** [4H, H] */
  readonly weight: Tensor;
  /** [B, H] each. */
  readonly initial: States;
  readonly reverse?: boolean;
  /** [B, H] */
  readonly recurrentMask?: Tensor;
  /** Give `trace`. */
  readonly trace?: boolean;
  /** Called in the backward sweep with the whole gradients of the states [N, H]. */
  readonly watch?: (gradients: States) => void;
}

export interface SlstmSweepResult {
  /** h(t), [N, H]. */
  readonly y: Tensor;
  /** [B, H] each. */
  readonly final: States;
  /** i, f, z, o and the states [N, H] of every packed row, without gradients; empty unless asked for. */
  readonly trace: Readonly<Record<string, Tensor>>;
}

/** An sLSTM over whole sequences in one kernel. Throws `shape-mismatch`. */
export function slstmSweep(structure: Structure, options: SlstmSweepOptions): SlstmSweepResult {
  const { x, inputWeight, inputBias, weight, initial, reverse = false, recurrentMask } = options;
  const { trace = false, watch } = options;
  const { context } = x;
  const { total: N, count: B, longest } = structure;
  const H = weight.shape[1];
  checkShapes('slstmSweep', {
    ...inputShapesOf(options, N, 4 * H),
    weight: [weight, [4 * H, H]],
    h0: [initial.h, [B, H]],
    c0: [initial.c, [B, H]],
    n0: [initial.n, [B, H]],
    m0: [initial.m, [B, H]],
    recurrentMask: [recurrentMask, [B, H]],
  });
  const { h: h0, c: c0, n: n0, m: m0 } = initial;
  const inputs = { x, inputWeight, inputBias, weight, h0, c0, n0, m0 };
  const recorded = isRecorded(context, inputs);
  const save = (wanted: boolean, ...shape: number[]): Tensor | undefined =>
    wanted ? context.empty(shape) : undefined;
  const states = (rows: number): States => ({
    h: context.empty([rows, H]),
    c: context.empty([rows, H]),
    n: context.empty([rows, H]),
    m: context.empty([rows, H]),
  });

  const y = context.empty([N, H]);
  const final = states(B);
  const sums = sweepSums(structure, options, { parts: 4, others: weight.size, whole: false, recorded });
  const gates = recorded || trace ? (sums.gates ?? context.empty([N, 4 * H])) : undefined;
  const c = save(recorded || trace, N, H);
  const n = save(recorded || trace, N, H);
  const m = save(trace, N, H);
  const forget = save(recorded, N, H);
  const recurrentInput = save(recorded && weight.tracked, N, H);
  const batchSizes = structure.on(context, structure.batchSizes);
  const shared = () => ({
    batchSizes: batchSizes.offset,
    rows: N,
    steps: longest,
    sequences: B,
    hidden: H,
    reverse: Number(reverse),
    weight: weight.offset,
    recurrentMask: offsetOf(recurrentMask),
    c0: c0.offset,
    n0: n0.offset,
    gates: offsetOf(gates),
    forget: offsetOf(forget),
    c: offsetOf(c),
    n: offsetOf(n),
  });
  context.run(slstmForward, {
    ...shared(),
    ...packedFor(weight, recorded, structure, { parts: 4 }),
    ...sums.args(),
    h0: h0.offset,
    m0: m0.offset,
    y: y.offset,
    hn: final.h.offset,
    cn: final.c.offset,
    nn: final.n.offset,
    mn: final.m.offset,
    m: offsetOf(m),
    recurrentInput: offsetOf(recurrentInput),
  });

  recordSweep('slstmSweep', inputs, [y, final.h, final.c, final.n, final.m], ([dy, dhn, dcn, dnn, dmn]) => {
    const dx = context.empty([N, 4 * H]);
    const before = states(B);
    const whole = watch && states(N);
    context.run(slstmBackward, {
      ...shared(),
      dy: offsetOf(dy),
      dhn: offsetOf(dhn),
      dcn: offsetOf(dcn),
      dnn: offsetOf(dnn),
      dmn: offsetOf(dmn),
      dx: dx.offset,
      dh0: before.h.offset,
      dc0: before.c.offset,
      dn0: before.n.offset,
      dm0: before.m.offset,
      dh: offsetOf(whole?.h),
      dc: offsetOf(whole?.c),
      dn: offsetOf(whole?.n),
      dm: offsetOf(whole?.m),
    });
    if (whole) watch?.(whole);
    const ofStep = (gradient: Tensor): Tensor | undefined => (longest === 1 ? gradient : undefined);
    const input = weightSide(inputWeight, x, { step: ofStep(dx) });
    const recurrent = weightSide(weight, recurrentInput, { step: ofStep(dx) });
    const bias = inputBias?.tracked ? gradientRoom(inputBias) : undefined;
    weightGradients(dx, { x: input, bias, h: recurrent });
    return {
      x: inputGradient(options, dx),
      inputWeight: input?.room,
      inputBias: bias,
      weight: recurrent?.room,
      h0: before.h,
      c0: before.c,
      n0: before.n,
      m0: before.m,
    };
  });
  const seen = trace && gates && c && n && m;
  return {
    y,
    final,
    trace: seen ? { ...gateColumns(gates, ['i', 'f', 'z', 'o']), h: y, c, n, m } : {},
  };
}
