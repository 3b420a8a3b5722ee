import { type Stream, uniform } from '../../support/random.ts';

/** How much pictures of lines are varied, at most. */
export interface Variation {
  /** Pixels up or down. */
  readonly jitter: number;
  /** Columns to the left or right for each row. */
  readonly slant: number;
  /** The share by which what stands in the line becomes wider or narrower, below 1. */
  readonly stretch: number;
}

/**
 * A line as it might have been written otherwise: moved up and down, slanted, drawn out here and pressed together there.
 * Each amount is drawn from `place` for every place in the line that is a height away from the last one, and is linear
 * between. The line keeps its length; what is laid bare repeats the edge. `features`: the columns of a picture [T, height].
 */
export function varyColumns(
  features: Float32Array,
  height: number,
  { jitter, slant, stretch }: Variation,
  place: Stream,
): Float32Array {
  const steps = features.length / height;
  const course = (most: number, which: number): Float64Array => {
    const drawn = Float64Array.from(
      { length: Math.ceil(steps / height) + 1 },
      (_, k) => most * (2 * uniform(place, 3 * k + which) - 1),
    );
    return Float64Array.from({ length: steps }, (_, t) => {
      const [k, share] = [Math.floor(t / height), (t % height) / height];
      return (1 - share) * drawn[k] + share * drawn[k + 1];
    });
  };
  const [down, lean, wider] = [course(jitter, 0), course(slant, 1), course(stretch, 2)];
  const scale = steps / wider.reduce((sum, more) => sum + 1 + more, 0);
  const varied = new Float32Array(features.length);
  let end = 0;
  for (let t = 0; t < steps; t++) {
    const width = scale * (1 + wider[t]);
    const centre = end + (width - 1) / 2;
    end += width;
    for (let y = 0; y < height; y++) {
      const column = centre + lean[t] * (y - (height - 1) / 2);
      varied[t * height + y] = pixelAt(features, height, column, y - down[t]);
    }
  }
  return varied;
}

/** The value at a place between pixels, bilinear; outside that of the edge. */
function pixelAt(features: Float32Array, height: number, column: number, row: number): number {
  const last = features.length / height - 1;
  const x = Math.min(last, Math.max(0, column));
  const y = Math.min(height - 1, Math.max(0, row));
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [across, below] = [x - left, y - top];
  const near = left * height + top;
  const far = left < last ? near + height : near;
  const next = top < height - 1 ? 1 : 0;
  return (
    (1 - across) * ((1 - below) * features[near] + below * features[near + next]) +
    across * ((1 - below) * features[far] + below * features[far + next])
  );
}
