import { checkNumber } from '../../support/checkNumber.ts';
import { substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { byGate } from '../initialise/byGate.ts';
import type { Initialiser } from '../initialise/initialiser.ts';
import { uniform } from '../initialise/uniform.ts';
import type { Parameters } from '../parameters.ts';
import { type InputOptions, inputWeights } from './inputWeights.ts';

/** What every known cell with recurrent weights can be given. */
export interface CellOptions extends InputOptions {
  /** Rate of variational dropout on the recurrent state (Gal & Ghahramani, 2016). */
  readonly recurrentDropout?: number;
  /** Rate at which units keep their previous state (Krueger et al., 2017). */
  readonly zoneout?: number;
  /** Of weight_hh, gate by gate. Default: uniform in +-1/sqrt(H), as PyTorch. */
  readonly recurrentInitialiser?: Initialiser;
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
  const { hiddenSize, stream, recurrentDropout = 0, zoneout = 0 } = options;
  const { weight_ih, bias_ih, gain_ih } = inputWeights(context, gates, options);
  checkNumber('cell', 'the output size', recurrentSize, { least: 1, whole: true });
  checkNumber('cell', 'recurrentDropout', recurrentDropout, { least: 0, below: 1 });
  checkNumber('cell', 'zoneout', zoneout, { least: 0, below: 1 });
  const rows = gates * hiddenSize;
  const standard = uniform(1 / Math.sqrt(hiddenSize));
  const recurrent = byGate(gates, options.recurrentInitialiser ?? standard);
  return {
    weight_ih,
    weight_hh: context.parameter(recurrent(rows, recurrentSize, substream(stream, 1)), [rows, recurrentSize]),
    ...(bias_ih
      ? { bias_ih, bias_hh: context.parameter(standard(rows, 1, substream(stream, 3)), [rows]) }
      : {}),
    ...(gain_ih ? { gain_ih, gain_hh: context.parameter(new Float32Array(rows).fill(1), [rows]) } : {}),
  };
}
