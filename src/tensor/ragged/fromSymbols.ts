import type { Context } from '../context.ts';
import { fromTyped } from './fromTyped.ts';
import type { Ragged } from './ragged.ts';
import type { StructureOptions } from './structure.ts';

/** Sequences of symbols as a batch: int32 [N]. */
export function fromSymbols(
  context: Context,
  sequences: readonly Int32Array[],
  options?: StructureOptions,
): Ragged {
  const lengths = sequences.map(({ length }) => length);
  const values = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const sequence of sequences) {
    values.set(sequence, at);
    at += sequence.length;
  }
  return fromTyped(context, values, lengths, [], options);
}
