import { QueryRows } from '../../nn/attention/queryRows.ts';
import { takeState } from '../../nn/decoder/takeState.ts';
import type { Context } from '../../tensor/context.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { TranslateModel } from './translateModel.ts';

/** A source, with its end, and symbols that were written of it. */
export interface Written {
  readonly source: Int32Array;
  readonly symbols: readonly number[];
}

const BATCH = 64;

/**
 * What decoders attend to as they write: for each symbol its weights over the positions of the source, which add up to 1;
 * the mean over the models, all of which attend.
 */
export function alignments(
  context: Context,
  models: readonly TranslateModel[],
  written: readonly Written[],
  begin: number,
): number[][][] {
  const all: number[][][] = [];
  for (let from = 0; from < written.length; from += BATCH) {
    const some = written.slice(from, from + BATCH);
    const own = models.map((model) =>
      context.step(() => noGradient(context, () => attendedBy(context, model, some, begin))),
    );
    const share = 1 / models.length;
    const [first, ...others] = own;
    all.push(
      ...first.map((rows, k) =>
        rows.map((row, t) =>
          row.map((weight, s) => share * others.reduce((sum, other) => sum + other[k][t][s], weight)),
        ),
      ),
    );
  }
  return all;
}

function attendedBy(
  context: Context,
  { decoder, encode, embed }: TranslateModel,
  written: readonly Written[],
  begin: number,
): number[][][] {
  const { memory, state: first } = decoder.begin(encode(written.map(({ source }) => source)));
  const weights: number[][][] = written.map(() => []);
  let state = first;
  let before = written.map((_, k) => k);
  for (let t = 0; ; t++) {
    const running = before.filter((k) => t < written[k].symbols.length);
    if (running.length === 0) return weights;
    const parents = running.map((k) => before.indexOf(k));
    const structure = Structure.of(running.map(() => 1));
    const last = running.map((k) => (t === 0 ? begin : written[k].symbols[t - 1]));
    const data = context.tensor(last, [running.length], 'int32');
    const rows = new QueryRows(memory.structure, running, new Int32Array(running.length).fill(t));
    const step = decoder.step(
      embed({ data, structure, layout: 'packed' }),
      takeState(state, parents),
      memory,
      rows,
    );
    const values = step.attended?.weights.toArray() ?? [];
    running.forEach((k, row) =>
      weights[k].push(Array.from(values.slice(rows.starts[row], rows.starts[row + 1]))),
    );
    ({ state } = step);
    before = running;
  }
}
