import { kernel } from '../kernel.ts';
import { NONE } from '../memory.ts';
import { forEachRow } from './forEachRow.ts';
import { inputSums } from './inputSums.ts';
import { normalise, normaliseBackward } from './normalise.ts';
import { product, productTransposed } from './product.ts';
import { copyOrClear, loadRow, storeRow } from './rows.ts';
import { sigmoid } from './sigmoid.ts';
import { sumRows } from './sumRows.ts';

/** What the hidden layer's sum goes through; kernels get the position in this list as `activation`. */
export const activations = ['tanh', 'relu'] as const;

/** What the output of a Jordan network goes through; kernels get the position as `outputActivation`. */
export const outputActivations = ['identity', 'tanh', 'sigmoid'] as const;

interface Definition {
  readonly value: (x: number) => number;
  /** By the value y. */
  readonly derivative: (y: number) => number;
}

const definitions: Readonly<Record<(typeof activations | typeof outputActivations)[number], Definition>> = {
  tanh: { value: Math.tanh, derivative: (y) => 1 - y * y },
  relu: { value: (x) => (x < 0 ? 0 : x), derivative: (y) => (y > 0 ? 1 : 0) },
  identity: { value: (x) => x, derivative: () => 1 },
  sigmoid: { value: sigmoid, derivative: (y) => y * (1 - y) },
};

interface Sizes {
  readonly rows: number;
  readonly hidden: number;
  /** Where the sweep multiplies the input too. */
  readonly inputSize?: number;
  readonly output: number;
}

/** The multiply-adds of the products, and what the activation costs. */
const work = ({ rows, hidden, output, inputSize = 0 }: Sizes): number =>
  rows * hidden * (output + inputSize + 16);

/**
 * The sweep through time of a network that feeds back its hidden layer (Elman; R = H), or with an
 * outputWeight its output (Jordan). N packed rows, B sequences, H hidden units, R outputs:
 *
 *     u = W (m h(t-1)),  with a gain: LN(u) gain
 *     a = act(x + u)                                      act = activations[activation]
 *     r' = a,  with an outputWeight: out(V a + b)         out = outputActivations[outputActivation]
 *     h(t) = zh h(t-1) + (1 - zh) r'
 *
 * Reads x[N, H] with the biases in it, weight[H, R] = W, packed: room for it as in `linearPacked`, outputWeight[R, H] = V, outputBias[R] = b, gain[H],
 * recurrentMask[B, R] = m, zoneoutH[N, R] = zh, h0[B, R]; all but x, weight and h0 may be NONE. `fresh`:
 * h0 is zero, and its gradient is not wanted.
 * x NONE: the sums are input[N, I] inputWeight[H, I]^T + inputBias[H] (or NONE), I = inputSize, made step by step;
 * packedInput: room for that weight as in `linearPacked`.
 * Writes y[N, R] = h(t), and hn[B, R], the state after the last step.
 * Saves what is not NONE: gates[N, H] = a (may be x), outputs[N, R] = r' (of use with both outputWeight and
 * zoneoutH; else it is y), recurrentInput[N, R] = m h(t-1), normal[N, H] and scales[N] of LN(u).
 */
export const rnnForward = kernel(
  'rnnForward',
  [
    'batchSizes',
    'rows',
    'steps',
    'sequences',
    'hidden',
    'output',
    'reverse',
    'fresh',
    'activation',
    'outputActivation',
    'x',
    'input',
    'inputSize',
    'inputWeight',
    'inputBias',
    'packedInput',
    'isInputPacked',
    'isInputHalf',
    'weight',
    'packed',
    'isPacked',
    'isHalf',
    'outputWeight',
    'outputBias',
    'gain',
    'recurrentMask',
    'zoneoutH',
    'h0',
    'y',
    'hn',
    'gates',
    'outputs',
    'recurrentInput',
    'normal',
    'scales',
  ],
  ({ f, i }, a) => {
    const { hidden: H, output: R } = a;
    const act = definitions[activations[a.activation]].value;
    const out = definitions[outputActivations[a.outputActivation]].value;
    copyOrClear(f, a.h0, a.hn, a.sequences * R);

    forEachRow(i, a, 'forward', (row, sequence) => {
      const previous = loadRow(f, a.hn, sequence, R);
      const mask = loadRow(f, a.recurrentMask, sequence, R, 1);
      const keep = loadRow(f, a.zoneoutH, row, R);
      const input = previous.map((value, j) => mask[j] * value);
      const u = product(f, a.weight, H, input);
      if (a.gain !== NONE) {
        storeRow(f, a.scales, row, normalise(u, H));
        storeRow(f, a.normal, row, u);
        for (let j = 0; j < H; j++) u[j] *= f[a.gain + j];
      }
      const hidden = inputSums(f, a, row, H).map((value, j) => act(value + u[j]));
      const bias = loadRow(f, a.outputBias, 0, R);
      const output =
        a.outputWeight === NONE
          ? hidden
          : product(f, a.outputWeight, R, hidden).map((value, j) => out(value + bias[j]));
      const h = output.map((value, j) => keep[j] * previous[j] + (1 - keep[j]) * value);
      storeRow(f, a.gates, row, hidden);
      storeRow(f, a.outputs, row, output);
      storeRow(f, a.recurrentInput, row, input);
      storeRow(f, a.y, row, h);
      storeRow(f, a.hn, sequence, h);
    });
  },
  work,
);

/**
 * The gradient of `rnnForward`, against time. Reads the forward sweep's weights and what it saved (outputs: y
 * where nothing else was saved), dy[N, R] and dhn[B, R], the gradients of y and hn (NONE: zero).
 * Writes dx[N, H], the gradient of the sum inside act; drecurrent[N, H], that of W (m h(t-1)), which is dx
 * unless there is a gain (pass dx then); doutputs[N, R], that of the sum inside out, where there is an
 * outputWeight; dh0[B, R] (`fresh`: zero).
 * Writes where not NONE: dh[N, R], the whole gradient of h(t), and dgain[H]: sums over all rows in chunks of
 * 4096, as in `sum`.
 * dW = drecurrent^T recurrentInput and dV = doutputs^T gates are products for `matmul`.
 */
export const rnnBackward = kernel(
  'rnnBackward',
  [
    'batchSizes',
    'rows',
    'steps',
    'sequences',
    'hidden',
    'output',
    'reverse',
    'fresh',
    'activation',
    'outputActivation',
    'weight',
    'outputWeight',
    'gain',
    'recurrentMask',
    'zoneoutH',
    'gates',
    'outputs',
    'normal',
    'scales',
    'dy',
    'dhn',
    'dx',
    'drecurrent',
    'doutputs',
    'dh0',
    'dh',
    'dgain',
  ],
  ({ f, i }, a) => {
    const { hidden: H, output: R } = a;
    const { derivative } = definitions[activations[a.activation]];
    const outDerivative = definitions[outputActivations[a.outputActivation]].derivative;
    const jordan = a.outputWeight !== NONE;
    copyOrClear(f, a.dhn, a.dh0, a.sequences * R);

    forEachRow(i, a, 'backward', (row, sequence, previous) => {
      const arrived = loadRow(f, a.dy, row, R);
      const dh = loadRow(f, a.dh0, sequence, R).map((value, j) => value + arrived[j]);
      const mask = loadRow(f, a.recurrentMask, sequence, R, 1);
      const keep = loadRow(f, a.zoneoutH, row, R);
      const hidden = loadRow(f, a.gates, row, H);
      const dnext = dh.map((value, j) => (1 - keep[j]) * value);
      const outputs = loadRow(f, jordan ? a.outputs : NONE, row, R);
      const doutputs = dnext.map((value, j) => value * outDerivative(outputs[j]));
      const dhidden = jordan ? productTransposed(f, a.outputWeight, H, doutputs) : dnext;
      const dx = dhidden.map((value, j) => value * derivative(hidden[j]));
      const drecurrent =
        a.gain === NONE
          ? dx
          : normaliseBackward(
              dx.map((value, j) => value * f[a.gain + j]),
              loadRow(f, a.normal, row, H),
              loadRow(f, a.scales, row, 1),
            );
      const dinput = productTransposed(f, a.weight, R, drecurrent);
      const begins = a.fresh && previous < 0;
      storeRow(
        f,
        a.dh0,
        sequence,
        dh.map((value, j) => (begins ? 0 : keep[j] * value + mask[j] * dinput[j])),
      );
      storeRow(f, a.dx, row, dx);
      storeRow(f, a.drecurrent, row, drecurrent);
      storeRow(f, jordan ? a.doutputs : NONE, row, doutputs);
      storeRow(f, a.dh, row, dh);
    });

    if (a.dgain !== NONE) {
      sumRows(f, a.dgain, a.rows, H, (row, j) => f[a.dx + row * H + j] * f[a.normal + row * H + j]);
    }
  },
  work,
);
