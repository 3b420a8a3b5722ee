import { checkNumber } from '../../support/checkNumber.ts';
import { type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { byGate } from '../initialise/byGate.ts';
import type { Initialiser } from '../initialise/initialiser.ts';
import { uniform } from '../initialise/uniform.ts';
import type { Parameters } from '../parameters.ts';

/** What every known cell can be given. */
export interface CellOptions {
  /** I, features of the input. */
  readonly inputSize: number;
  /** H, hidden units. */
  readonly hiddenSize: number;
  /** Biases; true unless said otherwise. */
  readonly bias?: boolean;
  /** Layer normalisation of each gate, of the input's and the state's share separately (Ba et al., 2016). */
  readonly norm?: boolean;
  /** Rate of variational dropout on the recurrent state (Gal & Ghahramani, 2016). */
  readonly recurrentDropout?: number;
  /** Rate at which units keep their previous state (Krueger et al., 2017). */
  readonly zoneout?: number;
  /** Of weight_ih, gate by gate. Default: uniform in +-1/sqrt(H), as PyTorch. */
  readonly inputInitialiser?: Initialiser;
  /** Of weight_hh, gate by gate. Default: uniform in +-1/sqrt(H), as PyTorch. */
  readonly recurrentInitialiser?: Initialiser;
  /** Random numbers for the initial weights. */
  readonly stream: Stream;
}

/**
 * The weights that cells share: `weight_ih` [G*H, I], `weight_hh` [G*H, R], `bias_ih`, `bias_hh` [G*H], and with
 * `norm` the gains `gain_ih`, `gain_hh` [G*H], which start at 1. Throws `bad-argument`.
 */
export function gatedWeights(
  context: Context,
  gates: number,
  recurrentSize: number,
  options: CellOptions,
): Parameters {
  const { inputSize, hiddenSize, stream, recurrentDropout = 0, zoneout = 0 } = options;
  checkNumber('cell', 'inputSize', inputSize, { least: 1, whole: true });
  checkNumber('cell', 'hiddenSize', hiddenSize, { least: 1, whole: true });
  checkNumber('cell', 'the output size', recurrentSize, { least: 1, whole: true });
  checkNumber('cell', 'recurrentDropout', recurrentDropout, { least: 0, below: 1 });
  checkNumber('cell', 'zoneout', zoneout, { least: 0, below: 1 });
  const rows = gates * hiddenSize;
  const standard = uniform(1 / Math.sqrt(hiddenSize));
  const make = (place: number, initialiser: Initialiser, columns: number): Float32Array =>
    initialiser(rows, columns, substream(stream, place));
  const parameters = {
    weight_ih: context.parameter(make(0, byGate(gates, options.inputInitialiser ?? standard), inputSize), [
      rows,
      inputSize,
    ]),
    weight_hh: context.parameter(
      make(1, byGate(gates, options.recurrentInitialiser ?? standard), recurrentSize),
      [rows, recurrentSize],
    ),
  };
  const biases = {
    bias_ih: () => context.parameter(make(2, standard, 1), [rows]),
    bias_hh: () => context.parameter(make(3, standard, 1), [rows]),
  };
  const ones = (): Float32Array => new Float32Array(rows).fill(1);
  return {
    ...parameters,
    ...((options.bias ?? true) ? { bias_ih: biases.bias_ih(), bias_hh: biases.bias_hh() } : {}),
    ...(options.norm
      ? { gain_ih: context.parameter(ones(), [rows]), gain_hh: context.parameter(ones(), [rows]) }
      : {}),
  };
}
