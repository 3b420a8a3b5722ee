import { addInto } from '../kernels/addInto.ts';
import { add } from './operations/add.ts';
import type { Tensor } from './tensor.ts';

/** Sums of the gradients that arrive, by place. They live as long as the step. */
export class GradientSums {
  readonly values: (Tensor | undefined)[];
  /** Whether a sum's memory is no one else's, so that it may be added into. */
  #owned: boolean[] | undefined;

  constructor(places: number) {
    this.values = new Array<Tensor | undefined>(places).fill(undefined);
  }

  /** Adds a gradient to a sum. `recorded`: by an operation that the tape sees. */
  add(place: number, gradient: Tensor, recorded: boolean): void {
    const sum = this.values[place];
    if (sum === undefined) {
      this.values[place] = gradient;
    } else if (recorded || !this.#owned?.[place]) {
      this.values[place] = add(sum, gradient);
      this.#owned ??= [];
      this.#owned[place] = true;
    } else {
      gradient.context.run(addInto, { x: gradient.offset, y: sum.offset, n: gradient.size });
    }
  }
}
