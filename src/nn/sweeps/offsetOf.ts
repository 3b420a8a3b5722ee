import { NONE } from '../../kernels/memory.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** A kernel's argument for a tensor that may be absent. */
export const offsetOf = (tensor: Tensor | undefined): number => tensor?.offset ?? NONE;
