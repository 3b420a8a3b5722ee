import type { Tensor } from '../tensor.ts';
import { type Ragged, ragged } from './ragged.ts';

/** The same lengths with rows computed from the rows: `f` gives as many as it gets. Throws `shape-mismatch`. */
export function map(x: Ragged, f: (data: Tensor) => Tensor): Ragged {
  return ragged(f(x.data), x.structure, x.layout);
}
