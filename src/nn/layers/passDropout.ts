import { stream } from '../../support/random.ts';
import { dropout } from '../../tensor/operations/dropout.ts';
import type { RowKeys } from '../../tensor/operations/randomMask.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Pass } from '../pass.ts';

/**
 * Dropout at a place of a network: in training only. `keys` of the rows of x are asked for where something is dropped.
 * Throws as `dropout`.
 */
export const passDropout = (
  x: Tensor,
  { rate, pass, place, keys }: { rate: number; pass: Pass; place: number; keys: () => RowKeys },
): Tensor => (rate > 0 && pass.training ? dropout(x, rate, stream(pass.seed, pass.step, place), keys()) : x);
