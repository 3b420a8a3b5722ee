import type { Context } from '../../tensor/context.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { logSoftmax } from '../../tensor/operations/logSoftmax.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { QueryRows } from '../attention/queryRows.ts';
import type { NextScores } from '../search/hypothesis.ts';
import type { StackResult } from '../stack/recurrentStack.ts';
import type { Decoder, DecoderState } from './decoder.ts';
import { mapState } from './mapState.ts';

/** A model that writes sequences of symbols from sources. */
export interface Writer<Source> {
  readonly decoder: Pick<Decoder, 'begin' | 'step'>;
  /** What the encoder makes of sources. */
  encode(sources: readonly Source[]): StackResult;
  /** Vectors of symbols that the decoder reads, [b, E]. */
  embed(symbols: Ragged): Ragged;
  /** Scores of the next symbol [b, V] from what the decoder gives. */
  scores(output: Tensor): Tensor;
}

/**
 * What a search asks of a model, for targets of sources that the encoder reads now; within a step of the context, and
 * without gradients. `never`: symbols that are not to be written. Each call's memory ends with it but for the states of
 * its rows, which the next call picks from.
 */
export function nextScores<Source>(
  context: Context,
  model: Writer<Source>,
  sources: readonly Source[],
  never: readonly number[],
): NextScores {
  const { memory, state } = model.decoder.begin(model.encode(sources));
  let kept = save(state);
  let owners = Int32Array.from(sources, (_, k) => k);
  let t = 0;
  return (symbols, parents) =>
    context.step(() => {
      const from = context.tensor(parents, [parents.length], 'int32');
      const before = kept((rows) => gatherRows(rows, from));
      owners = parents.map((row) => owners[row]);
      const structure = Structure.of(new Int32Array(symbols.length).fill(1));
      const data = context.tensor(symbols, [symbols.length], 'int32');
      const read = model.embed({ data, structure, layout: 'packed' });
      const rows = new QueryRows(memory.structure, owners, new Int32Array(owners.length).fill(t));
      const step = model.decoder.step(read, before, memory, rows);
      t++;
      kept = save(step.state);
      // Read where they lie: copying them takes longer than searching them.
      const { offset, size: all } = logSoftmax(model.scores(step.output));
      const scores = context.memory.f.subarray(offset, offset + all) as Float32Array;
      const size = scores.length / symbols.length;
      for (let row = 0; row < symbols.length; row++)
        for (const symbol of never) scores[row * size + symbol] = -Infinity;
      return scores;
    });
}

/** Copies of a state's values, which outlive the step that made it: gives it again, each tensor changed. */
function save(state: DecoderState): (change: Parameters<typeof mapState>[1]) => DecoderState {
  const values: (Float32Array | Float64Array | Int32Array)[] = [];
  const shapes = mapState(state, (tensor) => {
    values.push(tensor.toArray());
    return tensor;
  });
  return (change) => {
    let at = 0;
    return mapState(shapes, ({ context, shape }) => change(context.tensor(values[at++], shape)));
  };
}
