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
    if (gradient === sum && this.#owned?.[place]) return; // it was written into the room that there is for it
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
  /** Where a gradient can be written or added: see gradientPlace. */
  room(place: number, make: () => Tensor): GradientPlace {
    const sum = this.values[place];
    if (sum !== undefined)
      return this.#owned?.[place] ? { room: sum, begun: true } : { room: make(), begun: false };
    const room = make();
    this.values[place] = room;
    this.#owned ??= [];
    this.#owned[place] = true;
    return { room, begun: false };
  }
}

/** Room for a gradient: the sum of those before, if it has `begun`, to which it is added; else it is written there whole. */
export interface GradientPlace {
  readonly room: Tensor;
  readonly begun: boolean;
}
