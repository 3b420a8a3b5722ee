import type { Parameters } from '../../../nn/parameters.ts';
import type { Context } from '../../../tensor/context.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import type { Given, Results } from '../network.ts';
import type { Task } from './contest.ts';

/** A task set up in a context. */
export interface ContestWork {
  /** Does it once. */
  run(): void;
  /** What comes out of the numbers that were given; nothing where none were. */
  results(): Given;
}

/** Sets a task up, from given numbers or from its own. */
export type MakeWork<T extends Task> = (context: Context, task: T, given: Results) => ContestWork;

/** Gives parameters the numbers of their names, where there are some. */
export function setParameters(parameters: Parameters, given: Results): void {
  for (const [name, parameter] of Object.entries(parameters)) if (given[name]) parameter.set(given[name]);
}

/** Numbers of parameters under their names: `which` gives a parameter itself, or its gradient. */
export function numbersOf(parameters: Parameters, which: (parameter: Tensor) => Tensor | undefined): Given {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => {
      const data = Float32Array.from(which(parameter)?.toArray() ?? new Float32Array(parameter.size));
      return [name, { shape: parameter.shape, data }];
    }),
  );
}
