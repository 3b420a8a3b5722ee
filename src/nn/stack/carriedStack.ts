import type { Context } from '../../tensor/context.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { RecurrentStack, StackState } from './recurrentStack.ts';

/** The state of a stack kept between steps, for truncated backpropagation: no gradient flows through it. */
export interface CarriedStack {
  /** The state to go on from: [count, size] each. Its memory stays as it is until the second `keep` from here. */
  readonly state: StackState;
  /** Keeps the values of a final state, for the next step: what was computed from the one before can still go back. */
  keep(final: StackState): void;
  /** Back to zero, all sequences or the first so many. */
  clear(sequences?: number): void;
  /** Copies by name, and back, for checkpoints. */
  save(): Record<string, Float32Array<ArrayBuffer>>;
  load(values: Readonly<Record<string, ArrayLike<number>>>): void;
  /** Gives its memory back. */
  dispose(): void;
}

/** A zero state for `count` sequences that outlives steps. */
export function carriedStack(context: Context, stack: RecurrentStack, count: number): CarriedStack {
  const zero = (): StackState =>
    context.outside(() =>
      stack.cells.map((layer) =>
        layer.map((cell) =>
          Object.fromEntries(
            Object.entries(cell.stateSizes).map(([name, size]) => [name, context.zeros([count, size])]),
          ),
        ),
      ),
    );
  // Backward sweeps read the state that they began from, after the next one has been kept.
  let [state, other] = [zero(), zero()];
  return {
    get state() {
      return state;
    },
    keep(final) {
      [state, other] = [other, state];
      each(state, (tensor, l, d, name) => tensor.copy(final[l][d][name]));
    },
    clear: (sequences = count) =>
      each(state, (tensor) => {
        const values =
          sequences === count ? new Float32Array(tensor.size) : Float32Array.from(tensor.toArray());
        tensor.set(values.fill(0, 0, (tensor.size / count) * sequences));
      }),
    save() {
      const values: Record<string, Float32Array<ArrayBuffer>> = {};
      each(state, (tensor, l, d, name) => {
        values[`${l}.${d}.${name}`] = Float32Array.from(tensor.toArray());
      });
      return values;
    },
    load: (values) => each(state, (tensor, l, d, name) => tensor.set(values[`${l}.${d}.${name}`])),
    dispose() {
      for (const one of [state, other]) each(one, (tensor) => tensor.dispose());
    },
  };
}

function each(
  state: StackState,
  visit: (tensor: Tensor, layer: number, direction: number, name: string) => void,
): void {
  state.forEach((layer, l) => {
    layer.forEach((tensors, d) => {
      for (const [name, tensor] of Object.entries(tensors)) visit(tensor, l, d, name);
    });
  });
}
