import { fail } from '../support/errors.ts';
import type { Context } from './context.ts';
import type { TapeNode } from './record.ts';
import type { Storage } from './storage.ts';

export type ElementType = 'float32' | 'int32';

/** Sizes from the slowest axis to the fastest; rows are contiguous. `[]` is a single number. */
export type Shape = readonly number[];

export const sizeOf = (shape: Shape): number => shape.reduce((size, n) => size * n, 1);

export const formatShape = (shape: Shape): string => `[${shape.join(', ')}]`;

/** A weight as products read it, and how often parameters had changed when it was made. */
export interface Packed {
  readonly room: Tensor;
  changes: number;
}

/**
 * An array of float32 or int32 in a context's heap: contiguous, row-major. Operations are functions (`add(a, b)`),
 * each in a file of its own under operations/. Tensors made inside `context.step` live until it returns; others
 * until they are disposed of or unreachable. On a float64 reference context `float32` tensors hold float64.
 */
export class Tensor {
  readonly context: Context;
  readonly shape: Shape;
  readonly type: ElementType;
  readonly size: number;
  readonly storage: Storage;
  /** First element within the storage. */
  readonly start: number;
  /** True for what gradients are wanted of: they are summed in `gradient` by `backward`. */
  readonly trainable: boolean;
  /** The gradient, once a backward sweep has reached a trainable tensor; else undefined. */
  gradient: Tensor | undefined;
  /** What computed this tensor, if it depends on something trainable. */
  node: TapeNode | undefined;
  /** Of a parameter: its values in other orders, which are kept, by their first part: see packedWeight. */
  packed: Map<number, Packed> | undefined;

  constructor(
    context: Context,
    shape: Shape,
    type: ElementType,
    storage: Storage,
    options: { start?: number; trainable?: boolean } = {},
  ) {
    this.context = context;
    this.shape = shape;
    this.type = type;
    this.size = sizeOf(shape);
    this.storage = storage;
    this.start = options.start ?? 0;
    this.trainable = options.trainable ?? false;
  }

  /** First element in the heap. Throws `stale-tensor`. */
  get offset(): number {
    return this.storage.offset + this.start;
  }

  /** True if a gradient flows through this tensor. */
  get tracked(): boolean {
    return this.trainable || this.node !== undefined;
  }

  /** A copy of the elements, row by row. */
  toArray(): Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> {
    const { f, i } = this.context.memory;
    const { offset, size } = this;
    if (this.type === 'int32') return i.slice(offset, offset + size) as Int32Array<ArrayBuffer>;
    return f instanceof Float64Array
      ? (f.slice(offset, offset + size) as Float64Array<ArrayBuffer>)
      : new Float32Array(f.subarray(offset, offset + size));
  }

  /** The only element of a tensor of size 1. Throws `shape-mismatch`. */
  item(): number {
    if (this.size !== 1) {
      const what = `the tensor has shape ${formatShape(this.shape)}, not one element`;
      fail('shape-mismatch', 'item', what, 'Reduce it first, or read all with toArray()');
    }
    return this.toArray()[0];
  }

  /** Overwrites the elements in place; the tape does not see it. Throws `shape-mismatch`. */
  set(values: ArrayLike<number>): void {
    if (values.length !== this.size) {
      const what = `${values.length} values for a tensor of shape ${formatShape(this.shape)}`;
      fail('shape-mismatch', 'set', what, `Give ${this.size} values`);
    }
    const { f, i } = this.context.memory;
    (this.type === 'int32' ? i : f).set(values, this.offset);
    if (this.trainable) this.context.changes++;
  }

  /** Gives the memory back now; views of it become stale too. Only for tensors made outside a step. */
  dispose(): void {
    this.context.release(this.storage);
    for (const { room } of this.packed?.values() ?? []) room.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
