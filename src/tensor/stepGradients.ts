import { concatenate } from './operations/concatenate.ts';
import { product } from './operations/matmul.ts';
import { gradientRoom } from './gradientSum.ts';
import type { Tensor } from './tensor.ts';

/** A gradient [b, O] of what a weight [O, I] made of inputs [b, I]. */
interface Share {
  readonly gradient: Tensor;
  readonly input: Tensor;
}

/** With more rows in a step, a product of its own costs no more. */
const MANY_ROWS = 256;

/**
 * Gradients of weights that are used at step after step, on few rows each: their shares wait until the backward sweep has
 * ended, and are one product over the rows of all steps.
 */
export class StepGradients {
  readonly #shares = new Map<Tensor, Share[]>();

  /** Keeps a share for later; not of many rows, nor of what is no parameter. */
  take(weight: Tensor, gradient: Tensor, input: Tensor): boolean {
    if (!weight.trainable || gradient.shape[0] > MANY_ROWS) return false;
    const shares = this.#shares.get(weight);
    if (shares) shares.push({ gradient, input });
    else this.#shares.set(weight, [{ gradient, input }]);
    return true;
  }

  /** Adds what waits to the sums. */
  add(): void {
    for (const [weight, shares] of this.#shares) {
      const all = (which: keyof Share): Tensor =>
        shares.length === 1 ? shares[0][which] : concatenate(shares.map((share) => share[which]));
      const [gradient, input] = [all('gradient'), all('input')];
      weight.sum?.add(product(gradientRoom(weight), gradient, input, { transposeA: true }));
    }
    this.#shares.clear();
  }
}
