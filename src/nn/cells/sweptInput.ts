import type { Tensor } from '../../tensor/tensor.ts';
import type { Parameters } from '../parameters.ts';
import type { SweepInputOptions } from '../sweeps/sweepInput.ts';
import { projectInput } from './projectInput.ts';

/** What a sweep is given of the input x [N, I]: itself and W_ih, or where that is normalised the finished sums. */
export const sweptInput = (
  x: Tensor,
  parameters: Parameters,
  hiddenSize: number,
  bias: Tensor | undefined,
): SweepInputOptions =>
  parameters.gain_ih
    ? { x: projectInput(x, parameters, hiddenSize, bias), overwriteX: true }
    : { x, inputWeight: parameters.weight_ih, ...(bias ? { inputBias: bias } : {}) };
