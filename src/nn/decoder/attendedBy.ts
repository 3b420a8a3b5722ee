import type { Context } from '../../tensor/context.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import { QueryRows } from '../attention/queryRows.ts';
import type { Writer } from './nextScores.ts';
import { takeState } from './takeState.ts';

/** A source, and symbols that were written of it. */
export interface Written<Source> {
  readonly source: Source;
  readonly symbols: readonly number[];
}

/**
 * What a decoder attends to as it writes: for each symbol its weights over the positions of the source, which add up to 1; none
 * where it does not attend. Within a step of the context, and without gradients.
 */
export function attendedBy<Source>(
  context: Context,
  { decoder, encode, embed }: Pick<Writer<Source>, 'decoder' | 'encode' | 'embed'>,
  written: readonly Written<Source>[],
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
