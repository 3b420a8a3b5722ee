import { sumOfSquares } from '../kernels/sumOfSquares.ts';
import type { Parameters } from '../nn/parameters.ts';
import { placeCount, placesOf } from './places.ts';

export interface GradientNorms {
  /** The Euclidean norm over all parameters; not finite if any gradient is not. */
  readonly total: number;
  readonly byName: Readonly<Record<string, number>>;
}

/**
 * The norms of the parameters' gradients, by one kernel call. One order of sums: chunks of 4096 elements, then the
 * chunks, then the parameters, the last two in float64.
 */
export function gradientNorms(parameters: Parameters): GradientNorms {
  const byName: Record<string, number> = {};
  const total = sumSquares(parameters, (name, sum) => {
    byName[name] = Math.sqrt(sum);
  });
  return { total: Math.sqrt(total), byName };
}

/** The norm over all parameters alone. */
export function gradientNorm(parameters: Parameters): number {
  return Math.sqrt(sumSquares(parameters));
}

/** The sum over all parameters, and over each. */
function sumSquares(parameters: Parameters, tell?: (name: string, sum: number) => void): number {
  const names = Object.keys(parameters);
  if (names.length === 0) return 0;
  const { context } = parameters[names[0]];
  return context.step(() => {
    const places = placesOf(context, Object.values(parameters), 'with gradient');
    const { offset: parts } = context.empty([places.count]);
    context.run(sumOfSquares, { ...places, parts });
    const { f } = context.memory;
    let part = parts;
    let total = 0;
    for (const name of names) {
      const parameter = parameters[name];
      const end = parameter.gradient ? part + placeCount(parameter) : part;
      let sum = 0;
      while (part < end) sum += f[part++];
      tell?.(name, sum);
      total += sum;
    }
    return total;
  });
}
