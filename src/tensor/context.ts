import { Arena } from '../backend/arena.ts';
import type { Backend } from '../backend/backend.ts';
import { Heap } from '../backend/heap.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Memory } from '../kernels/memory.ts';
import { fail } from '../support/errors.ts';
import type { GradientSums } from './gradientSums.ts';
import type { TapeNode } from './record.ts';
import type { StepGradients } from './stepGradients.ts';
import type { Scope } from './scope.ts';
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
  /** Whether a backward sweep adds to the gradients of parameters: see gradientRoom. */
  summing = false;
  /** What waits for the end of the backward sweep that adds to them. */
  stepGradients: StepGradients | undefined;
  /** The sums that the backward sweep under way makes of the gradients of a node's outputs: see gradientPlace. */
  sumsOf: ((node: TapeNode) => GradientSums) | undefined;
  #arena: Arena;
  #scope: Scope | undefined;
  #closed = false;
  /** Frees the memory of tensors that became unreachable. */
  #collector: FinalizationRegistry<number>;
  /** Where the memory of tensors made outside steps begins. */
  #owned = new WeakMap<Scope, number>();

  constructor(backend: Backend) {
    this.backend = backend;
    this.heap = new Heap(backend);
    this.#arena = new Arena(this.heap);
    this.#collector = new FinalizationRegistry((offset) => this.#free(offset));
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
  empty(shape: Shape, type: ElementType = 'float32'): Tensor {
    return this.#make(shape, type, false);
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
      const tensor = this.#make(shape, 'float32', true);
      tensor.set(values);
      return tensor;
    });
  }

  /** A copy of a tensor that outlives the step. */
  keep(tensor: Tensor): Tensor {
    return this.outside(() => this.tensor(tensor.toArray(), tensor.shape, tensor.type));
  }

  /** Gives the memory of a tensor made outside steps back. */
  release(scope: Scope): void {
    const offset = this.#owned.get(scope);
    if (offset === undefined || !scope.alive) return;
    scope.alive = false;
    this.#collector.unregister(scope);
    this.#free(offset);
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

  #make(shape: Shape, type: ElementType, trainable: boolean): Tensor {
    checkSizes(shape);
    this.#checkOpen();
    const size = sizeOf(shape);
    const scope = this.#scope;
    if (scope) return new Tensor(this, shape, type, scope, this.#arena.allocate(size), trainable);
    const offset = this.heap.allocate(size);
    const own: Scope = { alive: true };
    this.#owned.set(own, offset);
    this.#collector.register(own, offset, own);
    return new Tensor(this, shape, type, own, offset, trainable);
  }

  #free(offset: number): void {
    if (!this.#closed) this.heap.release(offset);
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
