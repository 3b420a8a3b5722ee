import { observeRecurrences } from '../../nn/recurrence/observeRecurrences.ts';
import { mean } from '../../tensor/operations/mean.ts';
import { eachGradient } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type RecurrenceName, readsBatch, recurrenceNames } from '../recurrences.ts';
import type { Subject } from '../subject.ts';

/** What each step adds to the gradient of a recurrent weight that all steps share. All lists are by step, from 0. */
export interface WeightShares extends RecurrenceName {
  /** The norm of what the step adds. */
  readonly norms: readonly number[];
  /** The cosine between that and the sum. */
  readonly alignment: readonly number[];
  /** How much of the sum is the step's: along its direction. They add up to 1. */
  readonly shares: readonly number[];
  /** The norm of the sum, and the sum of the norms: where steps pull apart, the first is far below. */
  readonly combined: number;
}

export interface SharedWeights {
  readonly recurrences: readonly WeightShares[];
  /** Recurrences with too many steps by weights to keep apart. */
  readonly tooLarge: readonly string[];
}

/** A recurrent weight, and how the recurrence that uses it reads its steps. */
interface Used {
  readonly named: RecurrenceName;
  readonly weight: Tensor;
  readonly longest: number;
  readonly parts: Float32Array[];
}

/** Numbers that the parts of one gradient may have in all. */
const MOST = 2 ** 27;

/**
 * What every time step contributes to the gradient of `weight_hh` that backpropagation through time adds up, of the mean
 * loss of the first batch: the network is unrolled on its plain path, where each step's product is one of its own
 * (Werbos, "Backpropagation through time", 1990). Empty where no cell has such a weight.
 */
export function weightShares(subject: Subject): SharedWeights {
  const { context } = subject;
  const [batch] = subject.batches;
  const nameOf = recurrenceNames(subject.parameters);
  return context.step(() => {
    const used = new Map<Tensor, Used>();
    const tooLarge: string[] = [];
    const answers = observeRecurrences(
      context,
      ({ cell, structure, reverse }) => {
        const named = nameOf(cell, reverse);
        const { weight_hh: weight } = cell.parameters;
        if (!weight || !readsBatch(subject, batch, named, structure)) return undefined;
        if (weight.size * structure.longest > MOST) {
          tooLarge.push(named.name);
          return undefined;
        }
        used.set(weight, { named, weight, longest: structure.longest, parts: [] });
        return { path: 'plain' };
      },
      () => batch.run(),
    );
    eachGradient(mean(answers.losses), (tensor, gradient) => {
      used.get(tensor)?.parts.push(Float32Array.from(gradient.toArray()));
    });
    const found = [...used.values()].filter(({ parts }) => parts.length > 0);
    return { recurrences: found.map(sharesOf), tooLarge };
  });
}

/** Parts come from the last step back to the first that the recurrence took. */
function sharesOf({ named, weight, longest, parts }: Used): WeightShares {
  const sum = new Float64Array(weight.size);
  for (const part of parts) for (let k = 0; k < sum.length; k++) sum[k] += part[k];
  const combined = Math.sqrt(dot(sum, sum));
  const zeros = (): number[] => new Array<number>(longest).fill(0);
  const [norms, alignment, shares] = [zeros(), zeros(), zeros()];
  parts.forEach((part, k) => {
    const taken = parts.length - 1 - k;
    const time = named.direction === 'backward' ? longest - 1 - taken : taken;
    const along = dot(part, sum);
    norms[time] = Math.sqrt(dot(part, part));
    alignment[time] = along / (norms[time] * combined || 1);
    shares[time] = along / (combined ** 2 || 1);
  });
  return { ...named, norms, alignment, shares, combined };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
