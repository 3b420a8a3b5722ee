import { kernel } from '../kernel.ts';
import { inputSums } from './inputSums.ts';
import { product, productTransposed } from './product.ts';
import { loadRow, storeRow } from './rows.ts';
import { sigmoid } from './sigmoid.ts';

interface Sizes {
  readonly rows: number;
  readonly hidden: number;
  /** Where the sweep multiplies the input too. */
  readonly inputSize?: number;
}

/** The multiply-adds of the products, and what the gates cost. */
const work = ({ rows, hidden, inputSize = 0 }: Sizes): number =>
  5 * rows * hidden * (2 * hidden + inputSize + 16);

/** What a cell keeps of the memories above and to the left of it: c = up c_up + left c_left + i g. */
const shares = (f: number, e: number, stable: number): { up: number; left: number } =>
  stable ? { up: f * e, left: f * (1 - e) } : { up: f, left: e };

/**
 * A two-dimensional LSTM's sweep over grids. N rows, one for each cell, B grids, H hidden units, gates in the order i,
 * f, e, g, o. With a = [h_up; h_left], the outputs above and to the left, zeros at the edge:
 *
 *     u = W_hh a
 *     i = sigmoid(x_i + u_i), f = sigmoid(x_f + u_f), e = sigmoid(x_e + u_e)
 *     g = tanh(x_g + u_g),    o = sigmoid(x_o + u_o)
 *     c = f c_up + e c_left + i g,  stable: f (e c_up + (1 - e) c_left) + i g
 *     h = o tanh(c)
 *
 * Rows are in an order in which a cell comes after those it waits for: anti-diagonal after anti-diagonal, within one
 * grid after grid. Reads int32 diagonalSizes[diagonals], the rows of each; grids[N], the grid of each row; starts[B + 1],
 * the sums of the cells of the grids before each; up[N] and left[N], the rows of a cell's neighbours, -1 for none.
 * x[N, 5H] has the biases in it, weight[5H, 2H] = W_hh; packed: room for it as in `linearPacked`, or NONE.
 * x NONE: the sums are input[N, I] inputWeight[5H, I]^T + inputBias[5H] (or NONE), I = inputSize, made diagonal by
 * diagonal; packedInput: room for that weight as in `linearPacked`.
 * Writes y[N, H] = h and c[N, H]. Saves what is not NONE: gates[N, 5H] (may be x), recurrentInput[N, 2H] = a.
 */
export const mdlstmForward = kernel(
  'mdlstmForward',
  [
    'diagonalSizes',
    'grids',
    'starts',
    'up',
    'left',
    'rows',
    'diagonals',
    'count',
    'hidden',
    'stable',
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
    'y',
    'c',
    'gates',
    'recurrentInput',
  ],
  ({ f, i }, a) => {
    const { rows, hidden: H, stable } = a;
    for (let row = 0; row < rows; row++) {
      const [up, left] = [i[a.up + row], i[a.left + row]];
      const state = (buffer: number, at: number): Float64Array =>
        at < 0 ? new Float64Array(H) : loadRow(f, buffer, at, H);
      const input = Float64Array.of(...state(a.y, up), ...state(a.y, left));
      const [above, beside] = [state(a.c, up), state(a.c, left)];
      const x = inputSums(f, a, row, 5 * H);
      const sums = product(f, a.weight, 5 * H, input).map((value, j) => x[j] + value);
      const gates = sums.map((value, j) => (Math.floor(j / H) === 3 ? Math.tanh(value) : sigmoid(value)));
      const c = above.map((value, j) => {
        const keep = shares(gates[H + j], gates[2 * H + j], stable);
        return keep.up * value + keep.left * beside[j] + gates[j] * gates[3 * H + j];
      });
      storeRow(f, a.recurrentInput, row, input);
      storeRow(f, a.gates, row, gates);
      storeRow(f, a.c, row, c);
      storeRow(
        f,
        a.y,
        row,
        c.map((value, j) => gates[4 * H + j] * Math.tanh(value)),
      );
    }
  },
  work,
);

/**
 * The gradient of `mdlstmForward`, from the last diagonal to the first. Reads the forward sweep's weight and what it
 * saved, down[N] and right[N], the rows of the cells that waited for each, -1 for none, and dy[N, H], the gradient of y
 * (NONE: zero). Writes dx[N, 5H], the gradient of the sums inside the gates, dc[N, H], that of c, and
 * drecurrent[N, 2H], that of a. dW_hh = dx^T recurrentInput is a product for `weightGradients`.
 */
export const mdlstmBackward = kernel(
  'mdlstmBackward',
  [
    'diagonalSizes',
    'grids',
    'starts',
    'up',
    'left',
    'down',
    'right',
    'rows',
    'diagonals',
    'count',
    'hidden',
    'stable',
    'weight',
    'gates',
    'c',
    'dy',
    'dx',
    'dc',
    'drecurrent',
  ],
  ({ f, i }, a) => {
    const { rows, hidden: H, stable } = a;
    for (let row = rows - 1; row >= 0; row--) {
      const [up, left, down, right] = [a.up, a.left, a.down, a.right].map((places) => i[places + row]);
      const dh = loadRow(f, a.dy, row, H);
      const dc = new Float64Array(H);
      const dx = new Float64Array(5 * H);
      for (let j = 0; j < H; j++) {
        const gate = (index: number, at = row): number => f[a.gates + (at * 5 + index) * H + j];
        const keepOf = (at: number): { up: number; left: number } => shares(gate(1, at), gate(2, at), stable);
        if (down >= 0) {
          dh[j] += f[a.drecurrent + down * 2 * H + j];
          dc[j] += keepOf(down).up * f[a.dc + down * H + j];
        }
        if (right >= 0) {
          dh[j] += f[a.drecurrent + right * 2 * H + H + j];
          dc[j] += keepOf(right).left * f[a.dc + right * H + j];
        }
        const [i_, f_, e_, g_, o_] = [0, 1, 2, 3, 4].map((index) => gate(index));
        const t = Math.tanh(f[a.c + row * H + j]);
        dc[j] += dh[j] * o_ * (1 - t * t);
        const above = up < 0 ? 0 : f[a.c + up * H + j];
        const beside = left < 0 ? 0 : f[a.c + left * H + j];
        const [df, de] = stable ? [e_ * above + (1 - e_) * beside, f_ * (above - beside)] : [above, beside];
        dx[j] = dc[j] * g_ * i_ * (1 - i_);
        dx[H + j] = dc[j] * df * f_ * (1 - f_);
        dx[2 * H + j] = dc[j] * de * e_ * (1 - e_);
        dx[3 * H + j] = dc[j] * i_ * (1 - g_ * g_);
        dx[4 * H + j] = dh[j] * t * o_ * (1 - o_);
      }
      storeRow(f, a.dc, row, dc);
      storeRow(f, a.dx, row, dx);
      storeRow(f, a.drecurrent, row, productTransposed(f, a.weight, 2 * H, dx));
    }
  },
  work,
);
