/**
 * A long text read by several lanes at once: each lane reads its own stretch from start to end, `steps` symbols at a
 * time, so that state can be carried from one chunk to the next (truncated backpropagation through time).
 */
export interface Lanes {
  readonly count: number;
  /** Symbols of each lane. */
  readonly length: number;
  /** Steps of each chunk; the last one may be shorter. */
  readonly chunks: readonly { readonly at: number; readonly steps: number }[];
  /**
   * The symbols at a chunk and those that follow them, packed time-major: [steps * count]. Before 0 a lane has what is
   * before it in the text; the first has symbol 0 there.
   */
  read(chunk: { readonly at: number; readonly steps: number }): { inputs: Int32Array; targets: Int32Array };
}

/** `shift` symbols are left out at the start, so that epochs cut the text at different places. */
export function lanesOf(
  symbols: Int32Array,
  options: { count: number; steps: number; shift?: number },
): Lanes {
  const { steps, shift = 0 } = options;
  const predicted = symbols.length - 1 - shift;
  const count = Math.max(1, Math.min(options.count, predicted));
  const length = Math.floor(predicted / count);
  const chunks = Array.from({ length: Math.ceil(length / steps) }, (_, k) => ({
    at: k * steps,
    steps: Math.min(steps, length - k * steps),
  }));
  return {
    count,
    length,
    chunks,
    read({ at, steps: size }) {
      const inputs = new Int32Array(size * count);
      const targets = new Int32Array(size * count);
      for (let lane = 0; lane < count; lane++) {
        const from = shift + lane * length + at;
        for (let t = 0; t < size; t++) {
          inputs[t * count + lane] = symbols[from + t];
          targets[t * count + lane] = symbols[from + t + 1];
        }
      }
      return { inputs, targets };
    },
  };
}
