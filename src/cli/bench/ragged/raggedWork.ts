import { recurrentStack } from '../../../nn/stack/recurrentStack.ts';
import { stream, uniform } from '../../../support/random.ts';
import type { Context } from '../../../tensor/context.ts';
import { sum } from '../../../tensor/operations/sum.ts';
import { ragged } from '../../../tensor/ragged/ragged.ts';
import { Structure } from '../../../tensor/ragged/structure.ts';
import { backward } from '../../../tensor/tape.ts';
import { zeroGradients } from '../../../train/gradients.ts';
import { type ContestWork, numbersOf, setParameters } from '../contest/work.ts';
import type { Results } from '../network.ts';
import { type RaggedTask, stepsOf } from './raggedTask.ts';

export const layerOf = (context: Context, { inputs, hidden }: RaggedTask) =>
  recurrentStack(context, { inputSize: inputs, hiddenSize: hidden, cell: { cell: 'lstm' }, seed: 1 });

/** The steps of all sequences, one after another: [N, I]. */
export function stepsGiven(task: RaggedTask): Float32Array {
  const key = stream(2);
  return Float32Array.from({ length: stepsOf(task) * task.inputs }, (_, k) => 2 * uniform(key, k) - 1);
}

/**
 * Forward and backward from the lengths and the steps of sequences in any order: their structure, their packing and
 * the gradients of the weights of the sum of all outputs are in it. `given`: the weights by name, and the steps as
 * `x`. What comes out are the last states [B, H] and the gradients.
 */
export function raggedWork(context: Context, task: RaggedTask, given: Results): ContestWork {
  const stack = layerOf(context, task);
  const { parameters } = stack;
  setParameters(parameters, given);
  const data = context.tensor(given.x ?? stepsGiven(task), [stepsOf(task), task.inputs]);

  /** Gives the last states. */
  function run(): Float32Array {
    zeroGradients(parameters);
    return context.step(() => {
      const { output, final } = stack.run(ragged(data, Structure.of(task.lengths)));
      backward(sum(output.data));
      return Float32Array.from(final[0][0].h.toArray());
    });
  }

  return {
    run,
    results() {
      if (!given.x) return {};
      const output = { shape: [task.lengths.length, task.hidden], data: run() };
      return { output, ...numbersOf(parameters, ({ gradient }) => gradient) };
    },
  };
}
