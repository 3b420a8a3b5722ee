import { fail } from '../support/errors.ts';
import { GradientSums } from './gradientSums.ts';
import type { TapeNode } from './record.ts';
import { formatShape, isSameShape, type Tensor } from './tensor.ts';

/** What becomes of the gradients that a backward sweep finds. */
export interface Sweep {
  /** Takes a gradient of a trainable tensor; there may be more of it. */
  readonly leaf: (tensor: Tensor, gradient: Tensor) => void;
  /** Sees the whole gradient of every tensor in between. */
  readonly passed?: (tensor: Tensor, gradient: Tensor) => void;
  /** Sum by operations that the tape sees. */
  readonly recorded: boolean;
}

/** A node that gradients have reached, and their sums by its outputs. */
interface Waiting {
  readonly node: TapeNode;
  readonly sums: GradientSums;
}

/**
 * Walks from outputs, whose gradients are `seeds`, back to what they were computed from. Of the nodes that gradients
 * have reached the latest is next: nothing that is still to come leads to it. Throws `shape-mismatch`.
 */
export function sweepBack(outputs: readonly Tensor[], seeds: readonly Tensor[], sweep: Sweep): void {
  const waiting: Waiting[] = [];
  outputs[0].context.sumsOf = sweep.recorded ? undefined : (node) => sumsAt(waiting, node);
  for (let k = 0; k < outputs.length; k++) arrive(waiting, outputs[k], seeds[k], sweep);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, sums } = next;
    if (sweep.passed) tellPassed(node, sums, sweep.passed);
    const gradients = node.backward(sums.values);
    for (let k = 0; k < gradients.length; k++) {
      const gradient = gradients[k];
      if (gradient) arrive(waiting, node.inputs[k], gradient, sweep);
    }
  }
}

function tellPassed(node: TapeNode, sums: GradientSums, passed: NonNullable<Sweep['passed']>): void {
  node.outputs.forEach((output, k) => {
    const gradient = sums.values[k];
    if (gradient) passed(output, gradient);
  });
}

function arrive(waiting: Waiting[], tensor: Tensor, gradient: Tensor, sweep: Sweep): void {
  if (!tensor.tracked) return;
  if (!isSameShape(gradient.shape, tensor.shape)) {
    fail(
      'shape-mismatch',
      'gradients',
      `a gradient of shape ${formatShape(gradient.shape)} for a tensor of shape ${formatShape(tensor.shape)}`,
      'Give seeds, and gradients of operations of your own, the shape of what they belong to',
    );
  }
  const { node, output } = tensor;
  if (node) sumsAt(waiting, node).add(output, gradient, sweep.recorded);
  else sweep.leaf(tensor, gradient);
}

/** The sums of a node, which is put among those that wait: they lie in the order of their numbers. */
function sumsAt(waiting: Waiting[], node: TapeNode): GradientSums {
  let low = 0;
  let high = waiting.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (waiting[middle].node.number < node.number) low = middle + 1;
    else high = middle;
  }
  if (waiting[low]?.node === node) return waiting[low].sums;
  const sums = new GradientSums(node.outputs.length);
  waiting.splice(low, 0, { node, sums });
  return sums;
}
