import type { Context } from '../../tensor/context.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import { Structure } from '../../tensor/ragged/structure.ts';

/** The structures of sequences of equal length, each made once: their copies in the heap are shared then. */
const structures = new WeakMap<Context, Map<string, Structure>>();

function structureOf(context: Context, count: number, steps: number): Structure {
  const known = structures.get(context) ?? new Map<string, Structure>();
  structures.set(context, known);
  const key = `${count} x ${steps}`;
  const structure = known.get(key) ?? Structure.of(new Array<number>(count).fill(steps));
  known.set(key, structure);
  return structure;
}

/** Symbols [steps * count] that are packed time-major already: `count` sequences of equal length. */
export function packedSymbols(context: Context, symbols: Int32Array, count: number): Ragged {
  return {
    data: context.tensor(symbols, [symbols.length], 'int32'),
    structure: structureOf(context, count, symbols.length / count),
    layout: 'packed',
  };
}
