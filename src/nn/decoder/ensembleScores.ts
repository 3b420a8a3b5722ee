import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { exp } from '../../tensor/operations/exp.ts';
import { largest } from '../../tensor/operations/largest.ts';
import { log } from '../../tensor/operations/log.ts';
import { logSoftmax } from '../../tensor/operations/logSoftmax.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { QueryRows } from '../attention/queryRows.ts';
import type { NextScores } from '../search/hypothesis.ts';
import type { Writer } from './nextScores.ts';
import { saveState } from './saveState.ts';
import { takeState } from './takeState.ts';

/** `nextScores` of several models with the same symbols: their probabilities are averaged. */
export function ensembleScores<Source>(
  context: Context,
  models: readonly Writer<Source>[],
  sources: readonly Source[],
  never: readonly number[],
): NextScores {
  const readers = models.map((model) => {
    const { memory, state } = model.decoder.begin(model.encode(sources));
    return { model, memory, kept: saveState(context, state) };
  });
  let owners = Int32Array.from(sources, (_, k) => k);
  let t = 0;
  return (symbols, parents, use) =>
    context.step(() => {
      owners = parents.map((row) => owners[row]);
      const times = new Int32Array(owners.length).fill(t);
      t++;
      const structure = Structure.of(new Int32Array(symbols.length).fill(1));
      const data = context.tensor(symbols, [symbols.length], 'int32');
      const read: Ragged = { data, structure, layout: 'packed' };
      const given = readers.map((reader) => {
        const { model, memory } = reader;
        const before = takeState(reader.kept(), parents);
        const rows = new QueryRows(memory.structure, owners, times);
        const { data: x, ...steps } = model.embed(read);
        const made = model.decoder.step({ data: x, ...steps }, before, memory, rows);
        reader.kept = saveState(context, made.state);
        return model.logProbabilities
          ? model.logProbabilities(made, { x, before, rows }, sources)
          : logSoftmax(model.scores(made.output));
      });
      const scores = meanOf(given);
      // Read where they lie, which growing memory moves: copying them takes longer than searching them.
      const view = (): Float32Array =>
        context.memory.f.subarray(scores.offset, scores.offset + scores.size) as Float32Array;
      const rows = view();
      const size = rows.length / symbols.length;
      for (let row = 0; row < symbols.length; row++)
        for (const symbol of never) rows[row * size + symbol] = -Infinity;
      return use({
        get rows() {
          return view();
        },
        foremost(most) {
          const { values, indices } = largest(scores, most);
          return { symbols: indices.toArray() as Int32Array, scores: values.toArray() as Float32Array };
        },
      });
    });
}

/** The logarithm of the mean of the probabilities whose logarithms are given. */
function meanOf([first, ...others]: readonly Tensor[]): Tensor {
  if (others.length === 0) return first;
  const total = others.reduce((sum, own) => add(sum, exp(own)), exp(first));
  return log(multiply(total, 1 / (1 + others.length)));
}
