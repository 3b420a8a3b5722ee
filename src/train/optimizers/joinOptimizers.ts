import type { Tensor } from '../../tensor/tensor.ts';
import type { Optimizer } from './optimizer.ts';

/** An optimizer of some parameters, and what its learning rate is times that of all. */
export interface OptimizerPart {
  readonly optimizer: Optimizer;
  readonly share: number;
}

/** Optimizers of different parameters as one: parameters with learning rates and penalties of their own. */
export function joinOptimizers(parts: readonly [OptimizerPart, ...OptimizerPart[]]): Optimizer {
  const [{ optimizer: first }] = parts;
  return {
    name: first.name,
    get steps() {
      return first.steps;
    },
    state: Object.fromEntries(
      parts.flatMap(({ optimizer }): [string, Tensor][] => Object.entries(optimizer.state)),
    ),
    step(rate, clipping) {
      for (const { optimizer, share } of parts) optimizer.step(rate * share, clipping);
    },
    load(steps, state) {
      for (const { optimizer } of parts) optimizer.load(steps, state);
    },
    [Symbol.dispose]() {
      for (const { optimizer } of parts) optimizer[Symbol.dispose]();
    },
  };
}
