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
  readonly output: number;
}

/** The multiply-adds of the products, and what the gates cost. */
const work = ({ rows, hidden, output, inputSize = 0 }: Sizes): number =>
  4 * rows * hidden * (output + inputSize + 16);

/**
 * An LSTM's sweep through time. N packed rows, B sequences, H hidden units, R outputs (P with a projection,
 * else H), G gates in the order i, f, g, o (coupled: f, g, o):
 *
 *     u = W_hh (m h(t-1)),  with a gain: LN(u) gain, the H units of each gate on their own
 *     i = sigmoid(x_i + u_i + p_i c(t-1)),  coupled: 1 - f
 *     f = sigmoid(x_f + u_f + p_f c(t-1))
 *     g = tanh(x_g + u_g)
 *     c' = f c(t-1) + i g
 *     o = sigmoid(x_o + u_o + p_o c')
 *     h' = o tanh(c'),  with a cellGain: o tanh(LN(c') cellGain + cellBias)
 *     c(t) = zc c(t-1) + (1 - zc) c'
 *     h(t) = zh h(t-1) + (1 - zh) r',  r' = h',  with a projection: W_hr h'
 *
 * Reads x[N, GH] with the biases in it, weight[GH, R] = W_hh, packed: room for it as in `linearPacked`, peephole[G - 1, H] = p_i, p_f, p_o (coupled:
 * p_f, p_o), projection[P, H] = W_hr, gain[GH], cellGain[H], cellBias[H], recurrentMask[B, R] = m,
 * zoneoutH[N, R] = zh, zoneoutC[N, H] = zc, h0[B, R], c0[B, H]; all but x, weight, h0 and c0 may be NONE. `fresh`: h0
 * is zero, and its gradient is not wanted.
 * x NONE: the sums are input[N, I] inputWeight[GH, I]^T + inputBias[GH] (or NONE), I = inputSize, made step by step;
 * packedInput: room for that weight as in `linearPacked`.
 * Writes y[N, R] = h(t), and hn[B, R], cn[B, H], the states after the last step.
 * Saves what is not NONE: gates[N, GH] (may be x), c[N, H] = c(t), recurrentInput[N, R] = m h(t-1),
 * projectionInput[N, H] = h', normal[N, GH] and scales[N, G] of LN(u), cellNormal[N, H] and cellScales[N] of
 * LN(c').
 */
export const lstmForward = kernel(
  'lstmForward',
  [
    'batchSizes',
    'rows',
    'steps',
    'sequences',
    'hidden',
    'output',
    'reverse',
    'fresh',
    'coupled',
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
    'peephole',
    'projection',
    'gain',
    'cellGain',
    'cellBias',
    'recurrentMask',
    'zoneoutH',
    'zoneoutC',
    'h0',
    'c0',
    'y',
    'hn',
    'cn',
    'gates',
    'c',
    'recurrentInput',
    'projectionInput',
    'normal',
    'scales',
    'cellNormal',
    'cellScales',
  ],
  ({ f, i }, a) => {
    const { hidden: H, output: R, coupled } = a;
    const forget = coupled ? 0 : 1;
    const [G, candidate, output] = [forget + 3, forget + 1, forget + 2];
    copyOrClear(f, a.h0, a.hn, a.sequences * R);
    copyOrClear(f, a.c0, a.cn, a.sequences * H);

    forEachRow(i, a, 'forward', (row, sequence) => {
      const previousH = loadRow(f, a.hn, sequence, R);
      const previousC = loadRow(f, a.cn, sequence, H);
      const mask = loadRow(f, a.recurrentMask, sequence, R, 1);
      const recurrentInput = previousH.map((value, j) => mask[j] * value);
      const u = product(f, a.weight, G * H, recurrentInput);
      if (a.gain !== NONE) {
        storeRow(f, a.scales, row, normalise(u, H));
        storeRow(f, a.normal, row, u);
        for (let j = 0; j < G * H; j++) u[j] *= f[a.gain + j];
      }

      const x = inputSums(f, a, row, G * H);
      const peephole = loadRow(f, a.peephole, 0, (G - 1) * H);
      const gates = new Float64Array(G * H);
      const cell = new Float64Array(H);
      for (let j = 0; j < H; j++) {
        const sum = (gate: number): number => x[gate * H + j] + u[gate * H + j];
        const peep = (gate: number): number => peephole[gate * H + j];
        const f_ = sigmoid(sum(forget) + peep(forget) * previousC[j]);
        const i_ = coupled ? 1 - f_ : sigmoid(sum(0) + peep(0) * previousC[j]);
        const g_ = Math.tanh(sum(candidate));
        cell[j] = f_ * previousC[j] + i_ * g_;
        const o_ = sigmoid(sum(output) + peep(forget + 1) * cell[j]);
        if (!coupled) gates[j] = i_;
        gates[forget * H + j] = f_;
        gates[candidate * H + j] = g_;
        gates[output * H + j] = o_;
      }

      const inner = cell.slice();
      if (a.cellGain !== NONE) {
        storeRow(f, a.cellScales, row, normalise(inner, H));
        storeRow(f, a.cellNormal, row, inner);
        const bias = loadRow(f, a.cellBias, 0, H);
        for (let j = 0; j < H; j++) inner[j] = inner[j] * f[a.cellGain + j] + bias[j];
      }
      const hidden = inner.map((value, j) => gates[output * H + j] * Math.tanh(value));
      const projected = a.projection === NONE ? hidden : product(f, a.projection, R, hidden);

      const keepC = loadRow(f, a.zoneoutC, row, H);
      const keepH = loadRow(f, a.zoneoutH, row, R);
      const c = cell.map((value, j) => keepC[j] * previousC[j] + (1 - keepC[j]) * value);
      const h = projected.map((value, j) => keepH[j] * previousH[j] + (1 - keepH[j]) * value);
      storeRow(f, a.gates, row, gates);
      storeRow(f, a.recurrentInput, row, recurrentInput);
      storeRow(f, a.projectionInput, row, hidden);
      storeRow(f, a.c, row, c);
      storeRow(f, a.y, row, h);
      storeRow(f, a.cn, sequence, c);
      storeRow(f, a.hn, sequence, h);
    });
  },
  work,
);

/**
 * The gradient of `lstmForward`, against time. Reads the forward sweep's weights and what it saved, dy[N, R],
 * dhn[B, R] and dcn[B, H], the gradients of y, hn and cn (NONE: zero).
 * Writes dx[N, GH], the gradient of the sums inside the gates; drecurrent[N, GH], that of W_hh (m h(t-1)),
 * which is dx unless there is a gain (pass dx then); dprojected[N, R], that of r', where there is a
 * projection; dcellNormal[N, H], that of LN(c') cellGain + cellBias, where there is a cellGain; dh0[B, R] (`fresh`:
 * zero), dc0[B, H].
 * Writes where not NONE: dh[N, R] and dc[N, H], the whole gradients of h(t) and c(t) (c(t) is c' without
 * zoneoutC), and dpeephole, dgain, dcellGain, dcellBias: sums over all rows in chunks of 4096, as in `sum`.
 * dW_hh = drecurrent^T recurrentInput and dW_hr = dprojected^T projectionInput are products for `matmul`.
 */
export const lstmBackward = kernel(
  'lstmBackward',
  [
    'batchSizes',
    'rows',
    'steps',
    'sequences',
    'hidden',
    'output',
    'reverse',
    'fresh',
    'coupled',
    'weight',
    'peephole',
    'projection',
    'gain',
    'cellGain',
    'cellBias',
    'recurrentMask',
    'zoneoutH',
    'zoneoutC',
    'c0',
    'gates',
    'c',
    'normal',
    'scales',
    'cellNormal',
    'cellScales',
    'dy',
    'dhn',
    'dcn',
    'dx',
    'drecurrent',
    'dprojected',
    'dcellNormal',
    'dh0',
    'dc0',
    'dh',
    'dc',
    'dpeephole',
    'dgain',
    'dcellGain',
    'dcellBias',
  ],
  ({ f, i }, a) => {
    const { hidden: H, output: R, coupled } = a;
    const forget = coupled ? 0 : 1;
    const [G, candidate, output] = [forget + 3, forget + 1, forget + 2];
    const peephole = loadRow(f, a.peephole, 0, (G - 1) * H);
    copyOrClear(f, a.dhn, a.dh0, a.sequences * R);
    copyOrClear(f, a.dcn, a.dc0, a.sequences * H);
    const before = (previous: number, sequence: number): Float64Array =>
      previous >= 0 ? loadRow(f, a.c, previous, H) : loadRow(f, a.c0, sequence, H);

    forEachRow(i, a, 'backward', (row, sequence, previous) => {
      const arrived = loadRow(f, a.dy, row, R);
      const dh = loadRow(f, a.dh0, sequence, R).map((value, j) => value + arrived[j]);
      const dc = loadRow(f, a.dc0, sequence, H);
      const keepH = loadRow(f, a.zoneoutH, row, R);
      const keepC = loadRow(f, a.zoneoutC, row, H);
      const dprojected = dh.map((value, j) => (1 - keepH[j]) * value);
      const dhidden = a.projection === NONE ? dprojected : productTransposed(f, a.projection, H, dprojected);

      const gates = loadRow(f, a.gates, row, G * H);
      const gate = (index: number, j: number): number => gates[index * H + j];
      const inputGate = (j: number): number => (coupled ? 1 - gate(forget, j) : gate(0, j));
      const previousC = before(previous, sequence);
      const cell = previousC.map((value, j) => gate(forget, j) * value + inputGate(j) * gate(candidate, j));

      const normal = loadRow(f, a.cellNormal, row, H);
      const cellGain = loadRow(f, a.cellGain, 0, H, 1);
      const cellBias = loadRow(f, a.cellBias, 0, H);
      const inner = a.cellGain === NONE ? cell : normal.map((value, j) => value * cellGain[j] + cellBias[j]);
      const dinner = dhidden.map((value, j) => value * gate(output, j) * (1 - Math.tanh(inner[j]) ** 2));
      const throughHidden =
        a.cellGain === NONE
          ? dinner
          : normaliseBackward(
              dinner.map((value, j) => value * cellGain[j]),
              normal,
              loadRow(f, a.cellScales, row, 1),
            );

      const dx = new Float64Array(G * H);
      const dcell = new Float64Array(H);
      for (let j = 0; j < H; j++) {
        const [i_, f_, g_, o_] = [inputGate(j), gate(forget, j), gate(candidate, j), gate(output, j)];
        const do_ = dhidden[j] * Math.tanh(inner[j]) * o_ * (1 - o_);
        dcell[j] = throughHidden[j] + do_ * peephole[(forget + 1) * H + j] + (1 - keepC[j]) * dc[j];
        const di_ = coupled ? 0 : dcell[j] * g_ * i_ * (1 - i_);
        const df_ = dcell[j] * (previousC[j] - (coupled ? g_ : 0)) * f_ * (1 - f_);
        if (!coupled) dx[j] = di_;
        dx[forget * H + j] = df_;
        dx[candidate * H + j] = dcell[j] * i_ * (1 - g_ * g_);
        dx[output * H + j] = do_;
        f[a.dc0 + sequence * H + j] =
          dcell[j] * f_ +
          (coupled ? 0 : di_ * peephole[j]) +
          df_ * peephole[forget * H + j] +
          keepC[j] * dc[j];
      }

      const gain = loadRow(f, a.gain, 0, G * H, 1);
      const drecurrent =
        a.gain === NONE
          ? dx
          : normaliseBackward(
              dx.map((value, j) => value * gain[j]),
              loadRow(f, a.normal, row, G * H),
              loadRow(f, a.scales, row, G),
            );
      const dinput = productTransposed(f, a.weight, R, drecurrent);
      const mask = loadRow(f, a.recurrentMask, sequence, R, 1);
      const begins = a.fresh && previous < 0;
      storeRow(
        f,
        a.dh0,
        sequence,
        dh.map((value, j) => (begins ? 0 : keepH[j] * value + mask[j] * dinput[j])),
      );
      storeRow(f, a.dx, row, dx);
      storeRow(f, a.drecurrent, row, drecurrent);
      storeRow(f, a.dprojected, row, dprojected);
      storeRow(f, a.dcellNormal, row, dinner);
      storeRow(f, a.dh, row, dh);
      storeRow(f, a.dc, row, a.zoneoutC === NONE ? dcell : dc);
    });

    const { rows } = a;
    if (a.dgain !== NONE)
      sumRows(f, a.dgain, rows, G * H, (row, j) => f[a.dx + row * G * H + j] * f[a.normal + row * G * H + j]);
    if (a.dcellGain !== NONE)
      sumRows(
        f,
        a.dcellGain,
        rows,
        H,
        (row, j) => f[a.dcellNormal + row * H + j] * f[a.cellNormal + row * H + j],
      );
    if (a.dcellBias !== NONE) sumRows(f, a.dcellBias, rows, H, (row, j) => f[a.dcellNormal + row * H + j]);
    if (a.dpeephole !== NONE) {
      const seen = new Float64Array(rows * (G - 1) * H);
      forEachRow(i, a, 'forward', (row, sequence, previous) => {
        const previousC = before(previous, sequence);
        for (let j = 0; j < H; j++) {
          const gate = (index: number): number => f[a.gates + (row * G + index) * H + j];
          const at = row * (G - 1) * H + j;
          if (!coupled) seen[at] = previousC[j];
          seen[at + forget * H] = previousC[j];
          seen[at + candidate * H] =
            gate(forget) * previousC[j] + (coupled ? 1 - gate(forget) : gate(0)) * gate(candidate);
        }
      });
      // Gate q of the peepholes is gate q of the sums, but for o, which is the last of both.
      sumRows(f, a.dpeephole, rows, (G - 1) * H, (row, j) => {
        const column = j < candidate * H ? j : j + H;
        return f[a.dx + row * G * H + column] * seen[row * (G - 1) * H + j];
      });
    }
  },
  work,
);
