import { activations, outputActivations, rnnBackward, rnnForward } from '../../kernels/sweeps/rnn.ts';
import { gradientRoom } from '../../tensor/gradientSum.ts';
import { nowhere } from '../../tensor/packedWeight.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { checkShapes } from './checkShapes.ts';
import { offsetOf } from './offsetOf.ts';
import { packedFor } from './packedFor.ts';
import { isRecorded, recordSweep } from './recordSweep.ts';
import { inputGradient, inputShapesOf, type SweepInputOptions, sweepSums } from './sweepInput.ts';
import { laterRows, weightGradients, weightSide } from './weightGradients.ts';

/** What a simple network's sweep takes; equations: kernel `rnnForward`. States are in packed order. */
export interface RnnSweepOptions extends SweepInputOptions {
  /** [H, R] */
  readonly weight: Tensor;
  /** [B, R] */
  readonly h0: Tensor;
  readonly reverse?: boolean;
  /** h0 is zero, and nobody wants its gradient: less is multiplied. */
  readonly fresh?: boolean;
  /** Default tanh. */
  readonly activation?: (typeof activations)[number];
  /** [R, H]: feeds back the output instead of the hidden layer (Jordan). */
  readonly outputWeight?: Tensor;
  /** [R]; only with an outputWeight. */
  readonly outputBias?: Tensor;
  /** Default identity; only with an outputWeight. */
  readonly outputActivation?: (typeof outputActivations)[number];
  /** [H]: normalises the recurrent product. */
  readonly gain?: Tensor;
  /** [B, R] */
  readonly recurrentMask?: Tensor;
  /** [N, R] */
  readonly zoneoutH?: Tensor;
  /** Give `trace`. */
  readonly trace?: boolean;
  /** Called in the backward sweep with the whole gradient of the state [N, R]. */
  readonly watch?: (dh: Tensor) => void;
}

export interface RnnSweepResult {
  /** The state, h(t) (Jordan: y(t)), [N, R]. */
  readonly y: Tensor;
  /** [B, R] */
  readonly hn: Tensor;
  /** Of every packed row: a, the hidden layer [N, H], and the state h (Jordan: y); empty unless asked for. */
  readonly trace: Readonly<Record<string, Tensor>>;
}

/** An Elman or Jordan network over whole sequences in one kernel. Throws `shape-mismatch`. */
export function rnnSweep(structure: Structure, options: RnnSweepOptions): RnnSweepResult {
  const {
    x,
    inputWeight,
    inputBias,
    weight,
    h0,
    reverse = false,
    fresh = false,
    trace = false,
    watch,
  } = options;
  const { outputWeight, outputBias, gain, recurrentMask, zoneoutH } = options;
  const { context } = x;
  const { total: N, count: B, longest } = structure;
  const [H, R] = weight.shape;
  checkShapes('rnnSweep', {
    ...inputShapesOf(options, N, H),
    weight: [weight, [H, outputWeight ? R : H]],
    h0: [h0, [B, R]],
    outputWeight: [outputWeight, [R, H]],
    outputBias: [outputBias, [outputWeight ? R : 0]],
    gain: [gain, [H]],
    recurrentMask: [recurrentMask, [B, R]],
    zoneoutH: [zoneoutH, [N, R]],
  });
  const inputs = { x, inputWeight, inputBias, weight, h0, outputWeight, outputBias, gain };
  const recorded = isRecorded(context, inputs);
  /** No step reads the recurrent weight. */
  const isIdle = fresh && longest === 1 && !gain;
  const save = (wanted: boolean, ...shape: number[]): Tensor | undefined =>
    wanted ? context.empty(shape) : undefined;

  const y = context.empty([N, R]);
  const hn = context.empty([B, R]);
  const sums = sweepSums(structure, options, {
    parts: 1,
    others: weight.size,
    whole: gain !== undefined,
    recorded,
  });
  const gates = recorded || trace ? (sums.gates ?? context.empty([N, H])) : undefined;
  const outputs = save(recorded && outputWeight !== undefined && zoneoutH !== undefined, N, R);
  const recurrentInput = save(recorded && weight.tracked, N, R);
  const normal = save(recorded && gain !== undefined, N, H);
  const scales = save(recorded && gain !== undefined, N);
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
    activation: activations.indexOf(options.activation ?? 'tanh'),
    outputActivation: outputActivations.indexOf(options.outputActivation ?? 'identity'),
    weight: weight.offset,
    outputWeight: offsetOf(outputWeight),
    gain: offsetOf(gain),
    recurrentMask: offsetOf(recurrentMask),
    zoneoutH: offsetOf(zoneoutH),
    gates: offsetOf(gates),
    normal: offsetOf(normal),
    scales: offsetOf(scales),
  });
  context.run(rnnForward, {
    ...shared(),
    ...(isIdle ? nowhere : packedFor(weight, recorded, structure, { atOnce: B })),
    ...sums.args(),
    outputBias: offsetOf(outputBias),
    h0: h0.offset,
    y: y.offset,
    hn: hn.offset,
    outputs: offsetOf(outputs),
    recurrentInput: offsetOf(recurrentInput),
  });

  recordSweep('rnnSweep', inputs, [y, hn], ([dy, dhn]) => {
    const dx = context.empty([N, H]);
    const drecurrent = gain ? context.empty([N, H]) : dx;
    const doutputs = save(outputWeight !== undefined, N, R);
    const dh0 = context.empty([B, R]);
    const dh = save(watch !== undefined, N, R);
    const dgain = save(gain?.tracked ?? false, H);
    context.run(rnnBackward, {
      ...shared(),
      outputs: (outputs ?? y).offset,
      dy: offsetOf(dy),
      dhn: offsetOf(dhn),
      dx: dx.offset,
      drecurrent: drecurrent.offset,
      doutputs: offsetOf(doutputs),
      dh0: dh0.offset,
      dh: offsetOf(dh),
      dgain: offsetOf(dgain),
    });
    if (dh) watch?.(dh);
    const ofStep = (gradient: Tensor): Tensor | undefined => (longest === 1 ? gradient : undefined);
    const input = weightSide(inputWeight, x, { step: ofStep(dx) });
    const recurrent = weightSide(weight, recurrentInput, {
      rows: fresh ? laterRows(structure, reverse) : undefined,
      step: ofStep(drecurrent),
    });
    const output = weightSide(outputWeight, gates);
    const bias = inputBias?.tracked ? gradientRoom(inputBias) : undefined;
    const outBias = outputBias?.tracked ? gradientRoom(outputBias) : undefined;
    weightGradients(dx, { x: input, bias, ...(gain ? {} : { h: recurrent }) });
    if (gain) weightGradients(drecurrent, { h: recurrent });
    if (doutputs) weightGradients(doutputs, { h: output, bias: outBias });
    return {
      x: inputGradient(options, dx),
      inputWeight: input?.room,
      inputBias: bias,
      weight: recurrent?.room,
      h0: dh0,
      outputWeight: output?.room,
      outputBias: outBias,
      gain: dgain,
    };
  });
  const state = outputWeight ? 'y' : 'h';
  return { y, hn, trace: trace && gates ? { a: gates, [state]: y } : {} };
}
