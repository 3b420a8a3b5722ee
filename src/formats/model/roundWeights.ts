import { roundToBfloat16 } from '../halfPrecision.ts';
import { readSafetensors, writeSafetensors } from '../safetensors.ts';
import type { StoredTensor } from '../storedTensor.ts';
import type { StoredModel } from './manifest.ts';
import { sealModel } from './sealModel.ts';

/**
 * A model with its weights rounded to bfloat16, which has 8 significant bits, without its probes and what a resume of the
 * training needs. Where it computes few sequences at a time with large weights it reads half as much of them, to the bits
 * that it has among many. Throws `bad-format`.
 */
export function roundWeights({ manifest, blobs }: StoredModel): Promise<StoredModel> {
  const { tensors, metadata } = readSafetensors(blobs.weights, manifest.files.weights.name);
  const rounded = [...tensors].map(([name, tensor]): [string, StoredTensor] => {
    const { dtype, shape, data } = tensor;
    const isFloat = dtype === 'F32' || dtype === 'F64';
    return [name, isFloat ? { dtype: 'F32', shape, data: roundToBfloat16(data) } : tensor];
  });
  return sealModel({ ...manifest, probes: [] }, { weights: writeSafetensors(rounded, metadata) });
}
