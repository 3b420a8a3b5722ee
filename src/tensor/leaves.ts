import type { TapeNode } from './record.ts';
import type { Tensor } from './tensor.ts';

/** All trainable tensors that `tensors` depend on. */
export function leaves(tensors: readonly Tensor[]): Set<Tensor> {
  const found = new Set<Tensor>();
  const seen = new Set<TapeNode>();
  const open = [...tensors];
  for (let tensor = open.pop(); tensor; tensor = open.pop()) {
    if (tensor.trainable) found.add(tensor);
    const { node } = tensor;
    if (node === undefined || seen.has(node)) continue;
    seen.add(node);
    open.push(...node.inputs);
  }
  return found;
}
