import type { Attention } from '../../../nn/attention/attention.ts';
import { makeAttention } from '../../../nn/attention/attentionChoice.ts';
import { QueryRows } from '../../../nn/attention/queryRows.ts';
import { stream, uniform } from '../../../support/random.ts';
import type { Context } from '../../../tensor/context.ts';
import { concatenate } from '../../../tensor/operations/concatenate.ts';
import { split } from '../../../tensor/operations/split.ts';
import { sum } from '../../../tensor/operations/sum.ts';
import { ragged } from '../../../tensor/ragged/ragged.ts';
import { Structure } from '../../../tensor/ragged/structure.ts';
import { backward } from '../../../tensor/tape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { zeroGradients } from '../../../train/gradients.ts';
import { type ContestWork, numbersOf, setParameters } from '../contest/work.ts';
import type { Results } from '../network.ts';
import { type AttentionTask, positionsOf, queriesOf } from './attentionTask.ts';

export const attentionMade = (context: Context, { kind, size }: AttentionTask): Attention =>
  makeAttention(context, { attention: kind }, { querySize: size, sourceSize: size, stream: stream(1) });

/** The states of all sources, or the queries of all readers, step after step: rows of `size`. */
export function rowsGiven({ size }: AttentionTask, rows: number, place: number): Float32Array {
  const key = stream(2, place);
  return Float32Array.from({ length: rows * size }, (_, k) => 2 * uniform(key, k) - 1);
}

/**
 * Forward and backward from the lengths of the sources: projections, and the gradients of weights, sources and queries
 * of the sum of all contexts are in it. `given`: the weights by name, the states as `source` [N, size] and the queries as `query`
 * [steps * B, size], step after step. What comes out are the contexts of all queries and the gradients.
 */
export function attentionWork(context: Context, task: AttentionTask, given: Results): ContestWork {
  const { lengths, steps, size, stepwise } = task;
  const attention = attentionMade(context, task);
  const [positions, queries] = [positionsOf(task), queriesOf(task)];
  const source = context.parameter(given.source ?? rowsGiven(task, positions, 0), [positions, size]);
  const query = context.parameter(given.query ?? rowsGiven(task, queries, 1), [queries, size]);
  const trained = { ...attention.parameters, source, query };
  setParameters(attention.parameters, given);

  function run(tell?: (contexts: Tensor) => void): void {
    zeroGradients(trained);
    context.step(() => {
      const structure = Structure.of(lengths);
      const readers = Structure.of(lengths.map(() => steps));
      const memory = attention.prepare(ragged(source, structure));
      const all = stepwise
        ? split(query, Array.from(readers.batchSizes)).map(
            (rows, time) =>
              attention.attend(rows, memory, QueryRows.ofStep(structure, readers, time)).context,
          )
        : [
            attention.attend(
              query,
              memory,
              QueryRows.ofAll(structure, { structure: readers, layout: 'packed' }),
            ).context,
          ];
      const contexts = concatenate(all);
      backward(sum(contexts));
      tell?.(contexts);
    });
  }

  return {
    run: () => run(),
    results() {
      if (!given.source) return {};
      let data = new Float32Array();
      run((contexts) => {
        data = Float32Array.from(contexts.toArray());
      });
      return { output: { shape: [queries, size], data }, ...numbersOf(trained, ({ gradient }) => gradient) };
    },
  };
}
