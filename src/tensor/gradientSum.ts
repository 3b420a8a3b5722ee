import { addInto } from '../kernels/addInto.ts';
import { fail } from '../support/errors.ts';
import type { GradientPlace } from './gradientSums.ts';
import { formatShape, isSameShape } from './shape.ts';
import type { Tensor } from './tensor.ts';

/**
 * The sum of a trainable tensor's gradients. Setting it to zero costs nothing: the memory keeps its old numbers until
 * the first gradient takes their place, or until somebody looks.
 */
export class GradientSum {
  readonly #of: Tensor;
  #memory: Tensor | undefined;
  #isZero = false;

  constructor(of: Tensor) {
    this.#of = of;
  }

  /** The numbers; undefined before there is a gradient. */
  get tensor(): Tensor | undefined {
    if (this.#isZero && this.#memory) {
      const { context, offset, size } = this.#memory;
      context.memory.f.fill(0, offset, offset + size);
      this.#isZero = false;
    }
    return this.#memory;
  }

  set tensor(tensor: Tensor | undefined) {
    if (tensor && !isSameShape(tensor.shape, this.#of.shape)) {
      fail(
        'shape-mismatch',
        'gradient',
        `it has shape ${formatShape(tensor.shape)}, its tensor ${formatShape(this.#of.shape)}`,
        'Give a gradient of the same shape',
      );
    }
    this.#memory = tensor;
    this.#isZero = false;
  }

  /** Sets it to zero. */
  clear(): void {
    this.#allocate();
    this.#isZero = true;
  }

  /** Adds a gradient; that which `take` gave room for is there already. */
  add(gradient: Tensor): void {
    if (gradient === this.#memory) return;
    const first = this.take();
    const { context, offset: x, size: n } = gradient;
    if (first) first.copy(gradient);
    else if (this.#memory) context.run(addInto, { x, y: this.#memory.offset, n });
  }

  /** Room for the first gradient, which is to be written there whole; undefined where there is one already. */
  take(): Tensor | undefined {
    if (this.#memory && !this.#isZero) return undefined;
    this.#isZero = false;
    return this.#allocate();
  }

  #allocate(): Tensor {
    const { context, shape } = this.#of;
    return (this.#memory ??= context.outside(() => context.empty(shape)));
  }
}

/**
 * Where an operation's backward function writes the gradient of one of its inputs, the whole of it: straight into the
 * sum where that is being made and has no other gradient yet, else into a new tensor. The function then gives this
 * tensor as that input's gradient.
 */
export function gradientRoom(input: Tensor): Tensor {
  const { context, shape, sum } = input;
  return (context.summing ? sum?.take() : undefined) ?? context.empty(shape);
}

/**
 * The same for a gradient that can be added to what is there: where many operations have one input (the source that every
 * step reads), they all write into the one sum of its gradients.
 */
export function gradientPlace(input: Tensor): GradientPlace {
  const { context, node, output, shape, sum } = input;
  const make = (): Tensor => context.empty(shape);
  if (context.summing && sum) {
    const first = sum.take();
    const begun = first === undefined;
    return { room: first ?? sum.tensor ?? make(), begun };
  }
  return (node && context.sumsOf?.(node).room(output, make)) ?? { room: make(), begun: false };
}
