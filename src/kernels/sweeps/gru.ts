import { kernel } from '../kernel.ts';
import { NONE } from '../memory.ts';
import { forEachRow } from './forEachRow.ts';
import { inputSums } from './inputSums.ts';
import { normalise, normaliseBackward } from './normalise.ts';
import { product, productTransposed } from './product.ts';
import { copyOrClear, loadRow, storeRow } from './rows.ts';
import { sigmoid } from './sigmoid.ts';
import { sumRows } from './sumRows.ts';

interface Sizes {
  readonly rows: number;
  readonly hidden: number;
  /** Where the sweep multiplies the input too. */
  readonly inputSize?: number;
}

/** The multiply-adds of the products, and what the gates cost. */
const work = ({ rows, hidden, inputSize = 0 }: Sizes): number =>
  3 * rows * hidden * (hidden + inputSize + 16);

/**
 * A GRU's sweep through time. N packed rows, B sequences, H hidden units, gates in the order r, z, n:
 *
 *     u = W_hh (m h(t-1)),  with a gain: LN(u) gain, the H units of each gate on their own
 *     r = sigmoid(x_r + u_r)
 *     z = sigmoid(x_z + u_z)
 *     n = tanh(x_n + r v),  v = u_n + b_hn
 *     n = tanh(x_n + u_n),  u_n = W_hn (r m h(t-1)), with a gain: LN(u_n) gain_n       resetBefore
 *     h(t) = zh h(t-1) + (1 - zh) ((1 - z) n + z h(t-1))
 *
 * Reads x[N, 3H] with the biases in it but for b_hn, weight[3H, H] = W_hh, packed and packedCandidate: room for its first two parts and its third as in `linearPacked`, candidateBias[H] = b_hn (not with
 * resetBefore, where it is in x), gain[3H], recurrentMask[B, H] = m, zoneoutH[N, H] = zh, h0[B, H]; all but
 * x, weight and h0 may be NONE. `fresh`: h0 is zero, and its gradient is not wanted.
 * x NONE: the sums are input[N, I] inputWeight[3H, I]^T + inputBias[3H] (or NONE), I = inputSize, made step by step;
 * packedInput: room for that weight as in `linearPacked`.
 * Writes y[N, H] = h(t), and hn[B, H], the state after the last step.
 * Saves what is not NONE: gates[N, 3H] (may be x), candidate[N, H] = v (not with resetBefore),
 * recurrentInput[N, H] = m h(t-1), resetInput[N, H] = r m h(t-1) (with resetBefore), normal[N, 3H] and
 * scales[N, 3] of LN(u).
 */
export const gruForward = kernel(
  'gruForward',
  [
    'batchSizes',
    'rows',
    'steps',
    'sequences',
    'hidden',
    'reverse',
    'fresh',
    'resetBefore',
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
    'packedCandidate',
    'isPacked',
    'isHalf',
    'candidateBias',
    'gain',
    'recurrentMask',
    'zoneoutH',
    'h0',
    'y',
    'hn',
    'gates',
    'candidate',
    'recurrentInput',
    'resetInput',
    'normal',
    'scales',
  ],
  ({ f, i }, a) => {
    const { hidden: H, resetBefore } = a;
    copyOrClear(f, a.h0, a.hn, a.sequences * H);

    forEachRow(i, a, 'forward', (row, sequence) => {
      const previous = loadRow(f, a.hn, sequence, H);
      const mask = loadRow(f, a.recurrentMask, sequence, H, 1);
      const keep = loadRow(f, a.zoneoutH, row, H);
      const x = inputSums(f, a, row, 3 * H);
      const input = previous.map((value, j) => mask[j] * value);
      /** u of the gates [from, to). */
      const recurrent = (v: Float64Array, from: number, to: number): Float64Array => {
        const u = product(f, a.weight + from * H * H, (to - from) * H, v);
        if (a.gain === NONE) return u;
        const scales = normalise(u, H);
        if (a.normal !== NONE) f.set(u, a.normal + (row * 3 + from) * H);
        if (a.scales !== NONE) f.set(scales, a.scales + row * 3 + from);
        return u.map((value, j) => value * f[a.gain + from * H + j]);
      };

      const u = recurrent(input, 0, 2);
      const r = u.subarray(0, H).map((value, j) => sigmoid(x[j] + value));
      const z = u.subarray(H).map((value, j) => sigmoid(x[H + j] + value));
      const bias = loadRow(f, a.candidateBias, 0, H);
      const resetInput = input.map((value, j) => r[j] * value);
      const v = recurrent(resetBefore ? resetInput : input, 2, 3).map((value, j) => value + bias[j]);
      const n = v.map((value, j) => Math.tanh(x[2 * H + j] + (resetBefore ? value : r[j] * value)));
      const h = n.map((value, j) => {
        const next = (1 - z[j]) * value + z[j] * previous[j];
        return keep[j] * previous[j] + (1 - keep[j]) * next;
      });

      storeRow(f, a.gates, row, Float64Array.of(...r, ...z, ...n));
      if (!resetBefore) storeRow(f, a.candidate, row, v);
      storeRow(f, a.recurrentInput, row, input);
      if (resetBefore) storeRow(f, a.resetInput, row, resetInput);
      storeRow(f, a.y, row, h);
      storeRow(f, a.hn, sequence, h);
    });
  },
  work,
);

/**
 * The gradient of `gruForward`, against time. Reads the forward sweep's weights, y and what it saved, dy[N,
 * H] and dhn[B, H], the gradients of y and hn (NONE: zero).
 * Writes dx[N, 3H], the gradient of the sums inside the gates; drecurrent[N, 3H], that of the products with
 * W_hh, which is dx with resetBefore unless there is a gain (pass dx then); dh0[B, H] (`fresh`: zero).
 * Writes where not NONE: dh[N, H], the whole gradient of h(t), and dcandidateBias[H], dgain[3H]: sums over
 * all rows in chunks of 4096, as in `sum`.
 * dW_hh = drecurrent^T recurrentInput, for W_hn with resetBefore drecurrent_n^T resetInput, is a product for
 * `matmul`.
 */
export const gruBackward = kernel(
  'gruBackward',
  [
    'batchSizes',
    'rows',
    'steps',
    'sequences',
    'hidden',
    'reverse',
    'fresh',
    'resetBefore',
    'weight',
    'gain',
    'recurrentMask',
    'zoneoutH',
    'h0',
    'y',
    'gates',
    'candidate',
    'normal',
    'scales',
    'dy',
    'dhn',
    'dx',
    'drecurrent',
    'dh0',
    'dh',
    'dcandidateBias',
    'dgain',
  ],
  ({ f, i }, a) => {
    const { hidden: H, resetBefore, rows } = a;
    copyOrClear(f, a.dhn, a.dh0, a.sequences * H);

    forEachRow(i, a, 'backward', (row, sequence, before) => {
      const arrived = loadRow(f, a.dy, row, H);
      const dh = loadRow(f, a.dh0, sequence, H).map((value, j) => value + arrived[j]);
      const previous = before >= 0 ? loadRow(f, a.y, before, H) : loadRow(f, a.h0, sequence, H);
      const mask = loadRow(f, a.recurrentMask, sequence, H, 1);
      const keep = loadRow(f, a.zoneoutH, row, H);
      const [r, z, n] = [0, 1, 2].map((gate) => loadRow(f, a.gates, row * 3 + gate, H));
      const v = loadRow(f, resetBefore ? NONE : a.candidate, row, H);
      /** From the gradient of u of the gates [from, to), behind gain and LN, to that before them. */
      const behindNorm = (du: Float64Array, from: number, to: number): Float64Array =>
        a.gain === NONE
          ? du
          : normaliseBackward(
              du.map((value, j) => value * f[a.gain + from * H + j]),
              loadRow(f, a.normal, row, 3 * H).subarray(from * H, to * H),
              loadRow(f, a.scales, row, 3).subarray(from, to),
            );

      const dnext = dh.map((value, j) => (1 - keep[j]) * value);
      const daN = dnext.map((value, j) => value * (1 - z[j]) * (1 - n[j] ** 2));
      const daZ = dnext.map((value, j) => value * (previous[j] - n[j]) * z[j] * (1 - z[j]));
      const duN = behindNorm(resetBefore ? daN : daN.map((value, j) => value * r[j]), 2, 3);
      const throughCandidate = productTransposed(f, a.weight + 2 * H * H, H, duN);
      const dr = throughCandidate.map((value, j) =>
        resetBefore ? value * mask[j] * previous[j] : daN[j] * v[j],
      );
      const daR = dr.map((value, j) => value * r[j] * (1 - r[j]));
      const duRZ = behindNorm(Float64Array.of(...daR, ...daZ), 0, 2);
      const throughGates = productTransposed(f, a.weight, H, duRZ);

      const dprevious = dh.map((value, j) => {
        const dinput = throughGates[j] + (resetBefore ? r[j] : 1) * throughCandidate[j];
        return keep[j] * value + dnext[j] * z[j] + mask[j] * dinput;
      });
      storeRow(f, a.dh0, sequence, a.fresh && before < 0 ? new Float64Array(H) : dprevious);
      storeRow(f, a.dx, row, Float64Array.of(...daR, ...daZ, ...daN));
      storeRow(f, a.drecurrent, row, Float64Array.of(...duRZ, ...duN));
      storeRow(f, a.dh, row, dh);
    });

    const at = (row: number, j: number): number => row * 3 * H + j;
    /** The factor between dx_n and the gradient of v. */
    const reset = (row: number, j: number): number => (resetBefore ? 1 : f[a.gates + at(row, j)]);
    if (a.dcandidateBias !== NONE) {
      sumRows(f, a.dcandidateBias, rows, H, (row, j) => f[a.dx + at(row, 2 * H + j)] * reset(row, j));
    }
    if (a.dgain !== NONE) {
      sumRows(f, a.dgain, rows, 3 * H, (row, j) => {
        const factor = j < 2 * H ? 1 : reset(row, j - 2 * H);
        return f[a.dx + at(row, j)] * f[a.normal + at(row, j)] * factor;
      });
    }
  },
  work,
);
