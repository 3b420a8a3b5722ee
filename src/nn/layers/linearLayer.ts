import { type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { linear } from '../../tensor/operations/linear.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Initialiser } from '../initialise/initialiser.ts';
import { uniform } from '../initialise/uniform.ts';
import type { Parameters } from '../parameters.ts';

export interface LinearLayer {
  readonly parameters: Parameters;
  /** [N, I] to [N, O]. */
  run(x: Tensor): Tensor;
}

/** y = x W^T + b: `weight` [O, I], `bias` [O], uniform in +-1/sqrt(I) unless an initialiser is given, as PyTorch. */
export function linearLayer(
  context: Context,
  options: {
    inputSize: number;
    outputSize: number;
    bias?: boolean;
    initialiser?: Initialiser;
    stream: Stream;
  },
): LinearLayer {
  const { inputSize, outputSize, bias: wanted = true, stream } = options;
  const standard = uniform(1 / Math.sqrt(inputSize));
  const weight = context.parameter(
    (options.initialiser ?? standard)(outputSize, inputSize, substream(stream, 0)),
    [outputSize, inputSize],
  );
  const bias = wanted
    ? context.parameter(standard(outputSize, 1, substream(stream, 1)), [outputSize])
    : undefined;
  return {
    parameters: { weight, ...(bias ? { bias } : {}) },
    run: (x) => linear(x, weight, bias),
  };
}
