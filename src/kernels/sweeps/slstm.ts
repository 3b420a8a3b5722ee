import { kernel } from '../kernel.ts';
import { forEachRow } from './forEachRow.ts';
import { inputSums } from './inputSums.ts';
import { product, productTransposed } from './product.ts';
import { copyOrClear, loadRow, storeRow } from './rows.ts';
import { sigmoid } from './sigmoid.ts';

interface Sizes {
  readonly rows: number;
  readonly hidden: number;
  /** Where the sweep multiplies the input too. */
  readonly inputSize?: number;
}

/** The multiply-adds of the products, and what the gates cost. */
const work = ({ rows, hidden, inputSize = 0 }: Sizes): number =>
  rows * hidden * 4 * (hidden + inputSize + 16);

/** log sigmoid(x). */
const logSigmoid = (x: number): number => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));

/**
 * The sweep of an sLSTM through time (Beck et al., "xLSTM", 2024). N packed rows, B sequences, H units; the sums
 * a = x + U (mr h(t-1)) of the gates i, f, z, o:
 *
 *     z = tanh(a_z), o = sigmoid(a_o)
 *     d = log sigmoid(a_f) + m(t-1) - a_i
 *     m(t) = a_i + max(d, 0)                          = max(log f + m(t-1), log i)
 *     i = exp(-max(d, 0)), f = exp(min(d, 0))         divided by exp(m(t)): at most 1, and one of them is 1
 *     c(t) = f c(t-1) + i z
 *     n(t) = f n(t-1) + i
 *     h(t) = o c(t) / n(t)
 *
 * Where n(t-1) is 0 there is no past: then f = 0, i = 1, m(t) = a_i.
 *
 * Reads x[N, 4H] with the biases in it, weight[4H, H] = U, packed: room for it as in `linearPacked`,
 * recurrentMask[B, H] = mr or NONE, h0, c0, n0, m0[B, H]; n0 is not negative.
 * x NONE: the sums are input[N, I] inputWeight[4H, I]^T + inputBias[4H] (or NONE), I = inputSize, made step by step;
 * packedInput: room for that weight as in `linearPacked`.
 * Writes y[N, H] = h(t), and hn, cn, nn, mn[B, H], the states after the last step.
 * Saves what is not NONE: gates[N, 4H] = i, f, z, o (may be x), forget[N, H] = sigmoid(a_f), c, n, m[N, H], and
 * recurrentInput[N, H] = mr h(t-1).
 */
export const slstmForward = kernel(
  'slstmForward',
  [
    ...['batchSizes', 'rows', 'steps', 'sequences', 'hidden', 'reverse'],
    ...['x', 'input', 'inputSize', 'inputWeight', 'inputBias', 'packedInput', 'isInputPacked', 'isInputHalf'],
    ...['weight', 'packed', 'isPacked', 'recurrentMask', 'h0', 'c0', 'n0', 'm0'],
    ...['y', 'hn', 'cn', 'nn', 'mn', 'gates', 'forget', 'c', 'n', 'm', 'recurrentInput'],
  ] as const,
  ({ f, i }, a) => {
    const H = a.hidden;
    const size = a.sequences * H;
    copyOrClear(f, a.h0, a.hn, size);
    copyOrClear(f, a.c0, a.cn, size);
    copyOrClear(f, a.n0, a.nn, size);
    copyOrClear(f, a.m0, a.mn, size);
    forEachRow(i, a, 'forward', (row, sequence) => {
      const mask = loadRow(f, a.recurrentMask, sequence, H, 1);
      const input = loadRow(f, a.hn, sequence, H).map((value, j) => mask[j] * value);
      const u = product(f, a.weight, 4 * H, input);
      const gates = inputSums(f, a, row, 4 * H).map((value, j) => value + u[j]);
      const [c, n, m] = [a.cn, a.nn, a.mn].map((state) => loadRow(f, state, sequence, H));
      const forget = gates.slice(H, 2 * H).map(sigmoid);
      const h = c.map((before, j) => {
        const past = n[j] > 0;
        const d = logSigmoid(gates[H + j]) + m[j] - gates[j];
        m[j] = gates[j] + (past ? Math.max(d, 0) : 0);
        gates[j] = past ? Math.exp(-Math.max(d, 0)) : 1;
        gates[H + j] = past ? Math.exp(Math.min(d, 0)) : 0;
        gates[2 * H + j] = Math.tanh(gates[2 * H + j]);
        gates[3 * H + j] = sigmoid(gates[3 * H + j]);
        c[j] = gates[H + j] * before + gates[j] * gates[2 * H + j];
        n[j] = gates[H + j] * n[j] + gates[j];
        return (gates[3 * H + j] * c[j]) / n[j];
      });
      storeRow(f, a.recurrentInput, row, input);
      storeRow(f, a.gates, row, gates);
      storeRow(f, a.forget, row, forget);
      storeRow(f, a.y, row, h);
      storeRow(f, a.hn, sequence, h);
      for (const [saved, state, values] of [
        [a.c, a.cn, c],
        [a.n, a.nn, n],
        [a.m, a.mn, m],
      ] as const) {
        storeRow(f, saved, row, values);
        storeRow(f, state, sequence, values);
      }
    });
  },
  work,
);

/**
 * The gradient of `slstmForward`, against time. Reads the weight and what the forward sweep saved, and dy[N, H] and dhn,
 * dcn, dnn, dmn[B, H], the gradients of y and of the last states (NONE: zero).
 * Writes dx[N, 4H], the gradients of the sums of the gates, and dh0, dc0, dn0, dm0[B, H]; where they are not NONE dh, dc,
 * dn, dm[N, H], the whole gradients of the states.
 * dU = dx^T recurrentInput is a product for `matmul`.
 */
export const slstmBackward = kernel(
  'slstmBackward',
  [
    ...[
      'batchSizes',
      'rows',
      'steps',
      'sequences',
      'hidden',
      'reverse',
      'weight',
      'recurrentMask',
      'c0',
      'n0',
    ],
    ...['gates', 'forget', 'c', 'n', 'dy', 'dhn', 'dcn', 'dnn', 'dmn'],
    ...['dx', 'dh0', 'dc0', 'dn0', 'dm0', 'dh', 'dc', 'dn', 'dm'],
  ] as const,
  ({ f, i }, a) => {
    const H = a.hidden;
    const size = a.sequences * H;
    copyOrClear(f, a.dhn, a.dh0, size);
    copyOrClear(f, a.dcn, a.dc0, size);
    copyOrClear(f, a.dnn, a.dn0, size);
    copyOrClear(f, a.dmn, a.dm0, size);
    forEachRow(i, a, 'backward', (row, sequence, previous) => {
      const arrived = loadRow(f, a.dy, row, H);
      const dh = loadRow(f, a.dh0, sequence, H).map((value, j) => value + arrived[j]);
      const [dc, dn, dm] = [a.dc0, a.dn0, a.dm0].map((state) => loadRow(f, state, sequence, H));
      const before = (initial: number, saved: number): Float64Array =>
        previous < 0 ? loadRow(f, initial, sequence, H) : loadRow(f, saved, previous, H);
      const [c0, n0] = [before(a.c0, a.c), before(a.n0, a.n)];
      const [c, n, forget] = [a.c, a.n, a.forget].map((saved) => loadRow(f, saved, row, H));
      const gates = loadRow(f, a.gates, row, 4 * H);
      const dx = new Float64Array(4 * H);
      const whole = { dc: new Float64Array(H), dn: new Float64Array(H), dm: dm.slice() };
      for (let j = 0; j < H; j++) {
        const [gi, gf, z, o] = [gates[j], gates[H + j], gates[2 * H + j], gates[3 * H + j]];
        const mean = c[j] / n[j];
        const dc_ = dc[j] + (dh[j] * o) / n[j];
        const dn_ = dn[j] - (dh[j] * o * mean) / n[j];
        // The smaller of i and f depends on d, and where it is i, m does too.
        const dd = gi < 1 ? dm[j] - (dc_ * z + dn_) * gi : (dc_ * c0[j] + dn_ * n0[j]) * gf;
        dx[j] = dm[j] - dd;
        dx[H + j] = dd * (1 - forget[j]);
        dx[2 * H + j] = dc_ * gi * (1 - z * z);
        dx[3 * H + j] = dh[j] * mean * o * (1 - o);
        [whole.dc[j], whole.dn[j]] = [dc_, dn_];
        [dc[j], dn[j], dm[j]] = [dc_ * gf, dn_ * gf, dd];
      }
      const mask = loadRow(f, a.recurrentMask, sequence, H, 1);
      const dinput = productTransposed(f, a.weight, H, dx);
      storeRow(f, a.dx, row, dx);
      storeRow(
        f,
        a.dh0,
        sequence,
        dinput.map((value, j) => mask[j] * value),
      );
      storeRow(f, a.dc0, sequence, dc);
      storeRow(f, a.dn0, sequence, dn);
      storeRow(f, a.dm0, sequence, dm);
      storeRow(f, a.dh, row, dh);
      storeRow(f, a.dc, row, whole.dc);
      storeRow(f, a.dn, row, whole.dn);
      storeRow(f, a.dm, row, whole.dm);
    });
  },
  work,
);
