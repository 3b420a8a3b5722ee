import { fail } from '../support/errors.ts';
import type { Context } from './context.ts';
import { GradientSum } from './gradientSum.ts';
import type { TapeNode } from './record.ts';
import type { Scope } from './scope.ts';
import { formatShape, type Shape, sizeOf } from './shape.ts';

export { formatShape, isSameShape, type Shape, sizeOf } from './shape.ts';

export type ElementType = 'float32' | 'int32';

/** A weight as products read it, and how often parameters had changed when it was made. */
export interface Packed {
  /** undefined until it is kept. */
  room: Tensor | undefined;
  /** The number of changes that it is good for, and at which it was last asked for. */
  changes: number;
  asked: number;
  isHalf: boolean;
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
  /** How long the memory is this tensor's. */
  readonly scope: Scope;
  readonly #offset: number;
  /** Where gradients of a trainable tensor are summed; undefined for others. */
  readonly sum: GradientSum | undefined;
  /** What computed this tensor, if it depends on something trainable, and its place among the outputs of that. */
  node: TapeNode | undefined;
  output = 0;
  /** Of a parameter: its values in other orders, which are kept, by how they are cut: see packedWeight. */
  packed: Map<string, Packed> | undefined;

  constructor(
    context: Context,
    shape: Shape,
    type: ElementType,
    scope: Scope,
    offset: number,
    trainable = false,
  ) {
    this.context = context;
    this.shape = shape;
    this.type = type;
    this.size = sizeOf(shape);
    this.scope = scope;
    this.#offset = offset;
    this.sum = trainable ? new GradientSum(this) : undefined;
    this.node = undefined;
  }

  /** First element in the heap. Throws `stale-tensor` where the memory is no longer this tensor's. */
  get offset(): number {
    if (!this.scope.alive) {
      fail(
        'stale-tensor',
        'tensor',
        'it was made in a step that has ended, or was disposed of',
        'Call keep(tensor) inside the step for what must outlive it, or read it with toArray() there',
      );
    }
    return this.#offset;
  }

  /** True for what gradients are wanted of: `backward` sums them in `gradient`. */
  get trainable(): boolean {
    return this.sum !== undefined;
  }

  /** True if a gradient flows through this tensor. */
  get tracked(): boolean {
    return this.sum !== undefined || this.node !== undefined;
  }

  /**
   * The sum of a trainable tensor's gradients, once a backward sweep has reached it or it was set to zero; else
   * undefined. Ask for it anew after `zeroGradients`: its memory is set to zero when somebody asks.
   */
  get gradient(): Tensor | undefined {
    return this.sum?.tensor;
  }

  /** Throws `bad-argument` where this tensor is not trainable, or the gradient does not have its shape. */
  set gradient(gradient: Tensor | undefined) {
    if (this.sum === undefined) {
      fail(
        'bad-argument',
        'gradient',
        `a tensor of shape ${formatShape(this.shape)} is not trainable`,
        'Make it with context.parameter',
      );
    }
    this.sum.tensor = gradient;
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
    return this.#elements[this.offset];
  }

  /** Overwrites the elements in place; the tape does not see it. Throws `shape-mismatch`. */
  set(values: ArrayLike<number>): void {
    this.#checkSize(values.length);
    this.#elements.set(values, this.offset);
    this.#changed();
  }

  /** The same with the elements of a tensor of the context, of its type. */
  copy({ size, offset }: Tensor): void {
    this.#checkSize(size);
    this.#elements.copyWithin(this.offset, offset, offset + size);
    this.#changed();
  }

  /** Gives the memory back now; views of it become stale too. Only for tensors made outside a step. */
  dispose(): void {
    this.context.release(this.scope);
    for (const { room } of this.packed?.values() ?? []) room?.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  get #elements(): Float32Array | Float64Array | Int32Array {
    const { f, i } = this.context.memory;
    return this.type === 'int32' ? i : f;
  }

  #changed(): void {
    if (this.trainable) this.context.changes++;
  }

  #checkSize(count: number): void {
    if (count === this.size) return;
    const what = `${count} values for a tensor of shape ${formatShape(this.shape)}`;
    fail('shape-mismatch', 'set', what, `Give ${this.size} values`);
  }
}
