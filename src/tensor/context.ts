import { Arena } from '../backend/arena.ts';
import type { Backend } from '../backend/backend.ts';
import { Heap } from '../backend/heap.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Memory } from '../kernels/memory.ts';
import { fail } from '../support/errors.ts';
import { type Scope, Storage } from './storage.ts';
import type { ElementType, Shape } from './tensor.ts';
import { formatShape, sizeOf, Tensor } from './tensor.ts';

/**
 * A heap, the backend that computes on it, and the open steps. Several contexts can live side by side; tensors of
 * different contexts do not mix. One thread owns a context.
 */
export class Context {
  readonly backend: Backend;
  readonly heap: Heap;
  /** Whether operations are recorded for gradients: see noGradient. */
  recording = true;
  /** How often parameters have changed: what is made from their values and kept is good for one number of changes. */
  changes = 0;
  #arena: Arena;
  #scope: Scope | undefined;
  #closed = false;
  /** Frees the storage of tensors that became unreachable. */
  #collector: FinalizationRegistry<{ offset: number; scope: Scope }>;
  #owners = new WeakMap<Storage, { offset: number; scope: Scope }>();

  constructor(backend: Backend) {
    this.backend = backend;
    this.heap = new Heap(backend);
    this.#arena = new Arena(this.heap);
    this.#collector = new FinalizationRegistry((owned) => this.#free(owned));
  }

  /** The current views of the heap: never keep one across a call that may allocate. Throws `no-backend` once closed. */
  get memory(): Memory {
    this.#checkOpen();
    return this.backend.memory;
  }

  /** Runs a kernel; tensors' offsets must be read after all allocation, since growth moves nothing but views. */
  run<A extends string>(kernel: Kernel<A>, args: Readonly<Record<A, number>>): void {
    this.backend.run(kernel, args);
  }

  /**
   * Runs `body`; every tensor made in it is stale afterwards, except what `keep` copied. Steps nest: an inner one
   * may use the tensors of the outer. The result of `body` is passed on; a tensor in it is stale. Throws `bad-argument`
   * for a promise: what follows its first `await` would run outside the step.
   */
  step<R>(body: () => R): R {
    const outer = this.#scope;
    const scope: Scope = { alive: true };
    const mark = this.#arena.mark();
    this.#scope = scope;
    try {
      const result = body();
      if (result instanceof Promise) refuse(result);
      return result;
    } finally {
      scope.alive = false;
      this.#scope = outer;
      this.#arena.reset(mark);
    }
  }

  /** Runs `body` as if outside every step: what it makes lives on. */
  outside<R>(body: () => R): R {
    const scope = this.#scope;
    this.#scope = undefined;
    try {
      return body();
    } finally {
      this.#scope = scope;
    }
  }

  /** A tensor whose elements are undefined until they are written. Throws `shape-mismatch`, `out-of-memory`. */
  empty(shape: Shape, type: ElementType = 'float32', options: { trainable?: boolean } = {}): Tensor {
    checkSizes(shape);
    return new Tensor(this, shape, type, this.#allocate(sizeOf(shape)), options);
  }

  zeros(shape: Shape, type: ElementType = 'float32'): Tensor {
    return this.full(shape, 0, type);
  }

  full(shape: Shape, value: number, type: ElementType = 'float32'): Tensor {
    const tensor = this.empty(shape, type);
    const { f, i } = this.memory;
    (type === 'int32' ? i : f).fill(value, tensor.offset, tensor.offset + tensor.size);
    return tensor;
  }

  /** A tensor of given values, row by row. Throws `shape-mismatch`. */
  tensor(values: ArrayLike<number>, shape: Shape = [values.length], type: ElementType = 'float32'): Tensor {
    if (values.length !== sizeOf(shape)) {
      fail(
        'shape-mismatch',
        'tensor',
        `${values.length} values for shape [${shape.join(', ')}], which holds ${sizeOf(shape)}`,
        'Give as many values as the shape holds',
      );
    }
    const tensor = this.empty(shape, type);
    tensor.set(values);
    return tensor;
  }

  /** A tensor that training changes: it lives outside every step and collects gradients. */
  parameter(values: ArrayLike<number>, shape: Shape): Tensor {
    return this.outside(() => {
      const tensor = this.empty(shape, 'float32', { trainable: true });
      tensor.set(values);
      return tensor;
    });
  }

  /** A copy of a tensor that outlives the step. */
  keep(tensor: Tensor): Tensor {
    return this.outside(() => this.tensor(tensor.toArray(), tensor.shape, tensor.type));
  }

  release(storage: Storage): void {
    const owned = this.#owners.get(storage);
    if (owned === undefined) return;
    this.#collector.unregister(storage);
    this.#free(owned);
  }

  /** Ends the backend's threads and frees all memory; the context cannot be used any more. */
  close(): void {
    this.#closed = true;
    this.backend.close();
  }

  #checkOpen(): void {
    if (!this.#closed) return;
    fail(
      'no-backend',
      'context',
      'it has been closed',
      'Open another one, or close it when nothing uses it any more',
    );
  }

  #allocate(size: number): Storage {
    this.#checkOpen();
    if (this.#scope) return new Storage(this.#arena.allocate(size), this.#scope);
    const owned = { offset: this.heap.allocate(size), scope: { alive: true } };
    const storage = new Storage(owned.offset, owned.scope);
    this.#owners.set(storage, owned);
    this.#collector.register(storage, owned, storage);
    return storage;
  }

  #free(owned: { offset: number; scope: Scope }): void {
    if (!owned.scope.alive) return;
    owned.scope.alive = false;
    if (this.#closed) return;
    this.heap.release(owned.offset);
  }
}

function refuse(promise: Promise<unknown>): never {
  promise.catch(() => {}); // its tensors are stale, so it may well fail
  fail(
    'bad-argument',
    'step',
    'its body is asynchronous',
    'Await what it needs before the step, and return values',
  );
}

function checkSizes(shape: Shape): void {
  for (const size of shape) {
    if (Number.isSafeInteger(size) && size >= 0) continue;
    const what = `${size} in the shape ${formatShape(shape)} is no size`;
    fail('shape-mismatch', 'tensor', what, 'Give whole numbers of at least 0');
  }
}
