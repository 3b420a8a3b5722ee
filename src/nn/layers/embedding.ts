import { normal, type Stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Parameters } from '../parameters.ts';

export interface Embedding {
  readonly parameters: Parameters;
  /** Symbols int32 [N] to vectors [N, size]. */
  run(symbols: Ragged): Ragged;
}

/** A vector for each of V symbols: `weight` [V, size], normal with deviation `scale` (1, as PyTorch). */
export function embedding(
  context: Context,
  options: { symbols: number; size: number; stream: Stream; scale?: number },
): Embedding {
  const { symbols, size, stream, scale = 1 } = options;
  const values = Float32Array.from({ length: symbols * size }, (_, unit) => scale * normal(stream, unit));
  const weight = context.parameter(values, [symbols, size]);
  return {
    parameters: { weight },
    run: (ragged) => ({ ...ragged, data: gatherRows(weight, ragged.data) }),
  };
}
