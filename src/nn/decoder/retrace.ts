import type { Context } from '../../tensor/context.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { QueryRows } from '../attention/queryRows.ts';
import type { Writer } from './nextScores.ts';
import { takeState } from './takeState.ts';

/** A source, and symbols that were written of it. */
export interface Written<Source> {
  readonly source: Source;
  readonly symbols: readonly number[];
}

/** What a decoder did for each symbol that it wrote. */
export interface Retraced {
  /** Its weights over the positions of the source, which add up to 1; none where it does not attend. */
  readonly weights: readonly (readonly number[])[];
  /** s(t). */
  readonly states: readonly (readonly number[])[];
}

/** Goes again through what was written; within a step of the context, and without gradients. */
export function retrace<Source>(
  context: Context,
  { decoder, encode, embed }: Pick<Writer<Source>, 'decoder' | 'encode' | 'embed'>,
  written: readonly Written<Source>[],
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
