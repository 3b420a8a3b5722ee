import { QueryRows } from '../../nn/attention/queryRows.ts';
import { takeState } from '../../nn/decoder/takeState.ts';
import type { Context } from '../../tensor/context.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TranslateModel } from './translateModel.ts';

/** A source, with its end, and symbols that were written of it. */
export interface Written {
  readonly source: Int32Array;
  readonly symbols: readonly number[];
}

/** What a decoder did for each symbol that it wrote. */
export interface Retraced {
  /** Its weights over the positions of the source, which add up to 1; none where it does not attend. */
  readonly weights: readonly (readonly number[])[];
  /** s(t). */
  readonly states: readonly (readonly number[])[];
}

const BATCH = 64;

/** Goes again through what was written. */
export function retrace(
  context: Context,
  model: TranslateModel,
  written: readonly Written[],
  begin: number,
): Retraced[] {
  const all: Retraced[] = [];
  for (let from = 0; from < written.length; from += BATCH) {
    const some = written.slice(from, from + BATCH);
    all.push(...context.step(() => noGradient(context, () => retraceBatch(context, model, some, begin))));
  }
  return all;
}

function retraceBatch(
  context: Context,
  { decoder, encode, embed }: TranslateModel,
  written: readonly Written[],
  begin: number,
): Retraced[] {
  const { memory, state: first } = decoder.begin(encode(written.map(({ source }) => source)));
  const all = written.map(() => ({ weights: [] as number[][], states: [] as number[][] }));
  let state = first;
  let before = written.map((_, k) => k);
  for (let t = 0; ; t++) {
    const running = before.filter((k) => t < written[k].symbols.length);
    if (running.length === 0) return all;
    const parents = running.map((k) => before.indexOf(k));
    const structure = Structure.of(running.map(() => 1));
    const last = running.map((k) => (t === 0 ? begin : written[k].symbols[t - 1]));
    const data = context.tensor(last, [running.length], 'int32');
    const rows = new QueryRows(memory.structure, running, new Int32Array(running.length).fill(t));
    const { attended, hidden, ...step } = decoder.step(
      embed({ data, structure, layout: 'packed' }),
      takeState(state, parents),
      memory,
      rows,
    );
    const states = cut(hidden, (row) => row * hidden.shape[1]);
    const weights = attended && cut(attended.weights, (row) => rows.starts[row]);
    running.forEach((k, row) => {
      all[k].states.push(states(row));
      if (weights) all[k].weights.push(weights(row));
    });
    ({ state } = step);
    before = running;
  }
}

/** The numbers of each row of a tensor, by where rows start. */
function cut(tensor: Tensor, start: (row: number) => number): (row: number) => number[] {
  const values = tensor.toArray();
  return (row) => Array.from(values.subarray(start(row), start(row + 1)));
}

/**
 * What decoders attend to as they write: for each symbol its weights over the positions of the source; the mean over the
 * models, all of which attend.
 */
export function alignments(
  context: Context,
  models: readonly TranslateModel[],
  written: readonly Written[],
  begin: number,
): (readonly (readonly number[])[])[] {
  const [first, ...others] = models.map((model) => retrace(context, model, written, begin));
  if (others.length === 0) return first.map(({ weights }) => weights);
  const share = 1 / models.length;
  return first.map(({ weights }, k) =>
    weights.map((row, t) =>
      row.map((weight, s) => share * others.reduce((sum, other) => sum + other[k].weights[t][s], weight)),
    ),
  );
}
