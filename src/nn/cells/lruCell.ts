import { checkNumber } from '../../support/checkNumber.ts';
import { type Stream, substream, uniform } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { exp } from '../../tensor/operations/exp.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { negate } from '../../tensor/operations/negate.ts';
import { reshape } from '../../tensor/operations/reshape.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { cos, sin } from '../../tensor/operations/sin.ts';
import { split } from '../../tensor/operations/split.ts';
import { stack } from '../../tensor/operations/stack.ts';
import { subtract } from '../../tensor/operations/subtract.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { uniformValues } from '../initialise/uniform.ts';
import type { Parameters } from '../parameters.ts';
import { complexScan } from '../sweeps/complexScan.ts';
import { type Cell, noNoise } from './cell.ts';

export interface LruOptions {
  /** I, features of the input. */
  readonly inputSize: number;
  /** H, complex hidden units, and as many outputs. */
  readonly hiddenSize: number;
  /** Magnitudes of lambda at the start: uniform in a ring of these radii. Default 0 and 1; near 1 for long memories. */
  readonly minRadius?: number;
  readonly maxRadius?: number;
  /** Phases of lambda at the start: uniform from 0 to this. Default 2 pi; less for slow rhythms. */
  readonly maxPhase?: number;
  /** Ends in a gated linear unit, without which the layer is linear (Dauphin et al., 2017). */
  readonly glu?: boolean;
  /** Random numbers for the initial weights. */
  readonly stream: Stream;
}

/**
 * Linear recurrent unit (Orvieto et al., "Resurrecting recurrent neural networks for long sequences", 2023): complex
 * units that do not see each other, whose magnitudes stay below 1 whatever is learned.
 *
 *     lambda = exp(-exp(nu) + i exp(theta))
 *     x' = lambda x + exp(gamma) B u
 *     y = Re(C x') + D u
 *     y = y sigmoid(W y + w)                      with glu
 *
 * u [b, I], the input; x [b, 2H], real parts, then imaginary ones; y [b, H], the output. State: x. Parameters: `nu_log`,
 * `theta_log` [H] = nu, theta; `gamma_log` [H], which starts at log sqrt(1 - |lambda|^2), so that x has about the size of
 * B u; `weight_ih` [2H, I] = Re B, Im B; `weight_ho` [H, 2H] = Re C, -Im C; `weight_io` [H, I] = D; with `glu`
 * `weight_glu` [H, H] = W and `bias_glu` [H] = w. D is a matrix here, since I need not be H. Throws `bad-argument`.
 */
export function lruCell(context: Context, options: LruOptions): Cell {
  const { inputSize, hiddenSize } = options;
  const parameters = lruWeights(context, options);
  const { nu_log, theta_log, gamma_log, weight_ih, weight_ho, weight_io, weight_glu, bias_glu } = parameters;
  /** [2, H] */
  const lambda = (): Tensor => {
    const [magnitude, phase] = [exp(negate(exp(nu_log))), exp(theta_log)];
    return stack([multiply(magnitude, cos(phase)), multiply(magnitude, sin(phase))]);
  };
  /** exp(gamma) B, [2H, I]. */
  const inputWeight = (): Tensor => {
    const scale = exp(gamma_log);
    return multiply(weight_ih, reshape(concatenate([scale, scale], 0), [2 * hiddenSize, 1]));
  };
  const read = (x: Tensor, through: Tensor): Tensor => {
    const y = add(linear(x, weight_ho), through);
    return weight_glu ? multiply(y, sigmoid(linear(y, weight_glu, bias_glu))) : y;
  };

  return {
    kind: 'lru',
    inputSize,
    stateSizes: { x: 2 * hiddenSize },
    outputSize: hiddenSize,
    parameters,
    noise: noNoise,
    project: (u) => linear(u, concatenate([inputWeight(), weight_io], 0)),
    step(projected, { x }) {
      const H = hiddenSize;
      const [b_re, b_im, through] = split(projected, [H, H, H], 1);
      const [re, im] = split(x, [H, H], 1);
      const [of_re, of_im] = split(lambda(), [1, 1], 0);
      const next = concatenate(
        [
          add(subtract(multiply(of_re, re), multiply(of_im, im)), b_re),
          add(add(multiply(of_re, im), multiply(of_im, re)), b_im),
        ],
        1,
      );
      return { state: { x: next }, output: read(next, through), gates: {} };
    },
    sweep({ structure, x: u, initial, reverse, trace, watch }) {
      const { y: x, hn } = complexScan(structure, {
        lambda: lambda(),
        b: linear(u, inputWeight()),
        h0: initial.x,
        reverse,
        watch: watch && ((dx) => watch({ x: dx })),
      });
      const seen: Readonly<Record<string, Tensor>> = trace ? { x } : {};
      return { output: read(x, linear(u, weight_io)), final: { x: hn }, trace: seen };
    },
  };
}

/** Keeps the logarithms of magnitudes and phases finite. */
const LEAST = 2 ** -24;

function lruWeights(context: Context, options: LruOptions): Parameters {
  const { inputSize, hiddenSize, minRadius = 0, maxRadius = 1, maxPhase = 2 * Math.PI, stream } = options;
  checkNumber('lruCell', 'inputSize', inputSize, { least: 1, whole: true });
  checkNumber('lruCell', 'hiddenSize', hiddenSize, { least: 1, whole: true });
  checkNumber('lruCell', 'maxRadius', maxRadius, { above: 0, most: 1 });
  checkNumber('lruCell', 'minRadius', minRadius, { least: 0, most: maxRadius });
  checkNumber('lruCell', 'maxPhase', maxPhase, { above: 0 });
  const perUnit = (value: (unit: number) => number): Tensor =>
    context.parameter(
      Float64Array.from({ length: hiddenSize }, (_, unit) => value(unit)),
      [hiddenSize],
    );
  const matrix = (place: number, rows: number, columns: number, size: number): Tensor =>
    context.parameter(uniformValues(rows * columns, Math.sqrt(3 / size), substream(stream, place)), [
      rows,
      columns,
    ]);
  /** |lambda|^2 at the start: uniform by area. */
  const squares = Float64Array.from({ length: hiddenSize }, (_, unit) => {
    const share = Math.max(LEAST, uniform(substream(stream, 0), unit));
    return minRadius ** 2 + share * (maxRadius ** 2 - minRadius ** 2);
  });
  const phase = (unit: number): number => maxPhase * Math.max(LEAST, uniform(substream(stream, 1), unit));
  return {
    nu_log: perUnit((unit) => Math.log(-0.5 * Math.log(Math.min(squares[unit], 1 - LEAST)))),
    theta_log: perUnit((unit) => Math.log(phase(unit))),
    gamma_log: perUnit((unit) => 0.5 * Math.log(1 - Math.min(squares[unit], 1 - LEAST))),
    weight_ih: matrix(2, 2 * hiddenSize, inputSize, 2 * inputSize),
    weight_ho: matrix(3, hiddenSize, 2 * hiddenSize, hiddenSize),
    weight_io: matrix(4, hiddenSize, inputSize, inputSize),
    ...(options.glu
      ? {
          weight_glu: matrix(5, hiddenSize, hiddenSize, hiddenSize),
          bias_glu: context.parameter(new Float32Array(hiddenSize), [hiddenSize]),
        }
      : {}),
  };
}
