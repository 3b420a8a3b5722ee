import { type Stream, uniform } from '../../support/random.ts';

/**
 * Forget-gate biases log(u), u uniform in [1, longest - 1): units forget over time scales up to `longest` steps
 * (Tallec & Ollivier, 2018). The input gate's bias is the negative of it.
 */
export function chronoBiases(hiddenSize: number, longest: number, stream: Stream): Float32Array {
  return Float32Array.from({ length: hiddenSize }, (_, unit) =>
    Math.log(1 + uniform(stream, unit) * Math.max(0, longest - 2)),
  );
}
