import { referenceBackend } from '../backend/reference.ts';
import { stream, uniform } from '../support/random.ts';
import { Context } from './context.ts';
import { add } from './operations/add.ts';
import { multiply } from './operations/multiply.ts';
import { sum } from './operations/sum.ts';
import { gradients } from './tape.ts';
import { type Shape, sizeOf, type Tensor } from './tensor.ts';

/** An input by its shape (random values between low and high) or by its values. */
export type GradcheckInput = Shape | { readonly shape: Shape; readonly values: ArrayLike<number> };

export interface GradcheckOptions {
  /** The step of the central differences. */
  readonly epsilon?: number;
  /** The largest |analytic - numeric| / max(1, |numeric|) that passes. */
  readonly tolerance?: number;
  /** Range of random inputs. */
  readonly low?: number;
  readonly high?: number;
  readonly seed?: number;
}

export interface GradcheckReport {
  readonly passed: boolean;
  /** How many derivatives were compared. */
  readonly compared: number;
  /** The element with the largest error; undefined if there is none to compare. */
  readonly worst?: { input: number; index: number; analytic: number; numeric: number; error: number };
}

const isShape = (input: GradcheckInput): input is Shape => Array.isArray(input);

/**
 * Compares the gradients of `f` with central differences, on a float64 reference context of its own. What `f` needs
 * besides its inputs it makes with their `context`. Outputs of any shape are summed with random weights.
 */
export function gradcheck(
  f: (...inputs: Tensor[]) => Tensor | readonly Tensor[],
  inputs: readonly GradcheckInput[],
  options: GradcheckOptions = {},
): GradcheckReport {
  const { epsilon = 1e-5, tolerance = 1e-6, low = -1.5, high = 1.5, seed = 0 } = options;
  const context = new Context(referenceBackend('float64'));
  const parameters = inputs.map((input, k) => {
    if (isShape(input)) {
      const values = Float64Array.from(
        { length: sizeOf(input) },
        (_, j) => low + (high - low) * uniform(stream(seed, k), j),
      );
      return context.parameter(values, input);
    }
    return context.parameter(input.values, input.shape);
  });
  const total = (): Tensor => {
    const output = f(...parameters);
    const outputs = 'size' in output ? [output] : output;
    return outputs.reduce(
      (loss, tensor, k) => {
        const weights = Float64Array.from(
          { length: tensor.size },
          (_, j) => 1 + uniform(stream(seed, 1000 + k), j),
        );
        return add(loss, sum(multiply(tensor, context.tensor(weights, tensor.shape))));
      },
      context.full([], 0),
    );
  };
  const analytic = context.step(() =>
    gradients([total()], parameters).map(
      (gradient, k) => gradient?.toArray() ?? new Float64Array(parameters[k].size),
    ),
  );
  let worst: GradcheckReport['worst'];
  let compared = 0;
  parameters.forEach((parameter, input) => {
    const values = parameter.toArray();
    for (let index = 0; index < values.length; index++) {
      const at = (value: number): number => {
        parameter.set(values.with(index, value));
        return context.step(() => total().item());
      };
      const numeric = (at(values[index] + epsilon) - at(values[index] - epsilon)) / (2 * epsilon);
      const error = Math.abs(analytic[input][index] - numeric) / Math.max(1, Math.abs(numeric));
      compared++;
      if (!worst || !(error <= worst.error)) {
        worst = { input, index, analytic: analytic[input][index], numeric, error };
      }
    }
    parameter.set(values);
  });
  context.close();
  return { passed: worst === undefined || worst.error <= tolerance, compared, worst };
}
