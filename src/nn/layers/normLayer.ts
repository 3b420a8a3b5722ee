import type { Context } from '../../tensor/context.ts';
import { layerNorm } from '../../tensor/operations/layerNorm.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Parameters } from '../parameters.ts';

export interface NormLayer {
  readonly parameters: Parameters;
  /** [N, size] to [N, size]. */
  run(x: Tensor): Tensor;
}

/** Layer normalisation (Ba et al., 2016) with a gain and a bias [size]. */
export function normLayer(context: Context, size: number): NormLayer {
  const weight = context.parameter(new Float32Array(size).fill(1), [size]);
  const bias = context.parameter(new Float32Array(size), [size]);
  return { parameters: { weight, bias }, run: (x) => layerNorm(x, { gain: weight, bias }) };
}
