import { checkNumber } from '../../support/checkNumber.ts';
import { type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { byGate } from '../initialise/byGate.ts';
import type { Initialiser } from '../initialise/initialiser.ts';
import { uniform } from '../initialise/uniform.ts';
import type { Parameters } from '../parameters.ts';

/** What every known cell that multiplies its input for gates can be given. */
export interface InputOptions {
  /** I, features of the input. */
  readonly inputSize: number;
  /** H, hidden units. */
  readonly hiddenSize: number;
  /** Biases; true unless said otherwise. */
  readonly bias?: boolean;
  /** Layer normalisation of each gate, of the input's and the state's share separately (Ba et al., 2016). */
  readonly norm?: boolean;
  /** Of weight_ih, gate by gate. Default: uniform in +-1/sqrt(H), as PyTorch. */
  readonly inputInitialiser?: Initialiser;
  /** Random numbers for the initial weights. */
  readonly stream: Stream;
}

/**
 * `weight_ih` [G*H, I], `bias_ih` [G*H], and with `norm` the gain `gain_ih` [G*H], which starts at 1. Throws
 * `bad-argument`.
 */
export function inputWeights(context: Context, gates: number, options: InputOptions): Parameters {
  const { inputSize, hiddenSize, bias = true, norm, stream } = options;
  checkNumber('cell', 'inputSize', inputSize, { least: 1, whole: true });
  checkNumber('cell', 'hiddenSize', hiddenSize, { least: 1, whole: true });
  const rows = gates * hiddenSize;
  const standard = uniform(1 / Math.sqrt(hiddenSize));
  const initialiser = byGate(gates, options.inputInitialiser ?? standard);
  return {
    weight_ih: context.parameter(initialiser(rows, inputSize, substream(stream, 0)), [rows, inputSize]),
    ...(bias ? { bias_ih: context.parameter(standard(rows, 1, substream(stream, 2)), [rows]) } : {}),
    ...(norm ? { gain_ih: context.parameter(new Float32Array(rows).fill(1), [rows]) } : {}),
  };
}
