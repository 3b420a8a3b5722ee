import type { Context } from '../context.ts';
import type { Tensor } from '../tensor.ts';

/**
 * int32 copies of a structure's arrays in the heaps of contexts. Most structures belong to one batch: the first copy
 * ends with its step. An array that is asked for again gets one that lasts.
 */
export class HeapCopies {
  readonly #copies = new WeakMap<Context, Map<Int32Array, Tensor>>();

  on(context: Context, array: Int32Array): Tensor {
    let copies = this.#copies.get(context);
    if (!copies) this.#copies.set(context, (copies = new Map()));
    const before = copies.get(array);
    if (before?.scope.alive) return before;
    const make = (): Tensor => context.tensor(array, [array.length], 'int32');
    const copy = before ? context.outside(make) : make();
    copies.set(array, copy);
    return copy;
  }
}
