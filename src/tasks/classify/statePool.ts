import { attentionPool } from '../../nn/layers/attentionPool.ts';
import type { Parameters } from '../../nn/parameters.ts';
import type { Stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { maximum } from '../../tensor/operations/maximum.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { slice } from '../../tensor/operations/slice.ts';
import { firstStep } from '../../tensor/ragged/firstStep.ts';
import { fromTyped } from '../../tensor/ragged/fromTyped.ts';
import { lastStep } from '../../tensor/ragged/lastStep.ts';
import { pool } from '../../tensor/ragged/pool.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { ClassPooling } from './options.ts';

/** How the states of all steps become one vector of a sequence. */
export interface StatePool {
  readonly parameters: Parameters;
  /** [N, R] to [B, R]; 0 for an empty sequence. */
  run(states: Ragged): Tensor;
  /** The same state by state: each [1, R] gives the vector so far, bit for bit. */
  running(): (state: Tensor) => Tensor;
}

type Values = ReturnType<Tensor['toArray']>;

/** `last` of a network in two directions: where each of them ends. */
export function statePool(
  context: Context,
  pooling: ClassPooling,
  { size, bidirectional, stream }: { size: number; bidirectional: boolean; stream: Stream },
): StatePool {
  if (pooling === 'attention') {
    const attention = attentionPool(context, { inputSize: size, stream });
    return {
      ...attention,
      running() {
        const states: Values[] = [];
        return (state) => {
          states.push(state.toArray());
          const all = Float64Array.from(states.flatMap((one) => Array.from(one)));
          return attention.run(fromTyped(context, all, [states.length], [size]));
        };
      },
    };
  }
  const run = (states: Ragged): Tensor => {
    if (pooling !== 'last' || !bidirectional) return pool(states, pooling);
    const half = size / 2;
    return concatenate([slice(lastStep(states), 1, 0, half), slice(firstStep(states), 1, half)], 1);
  };
  return {
    parameters: {},
    run,
    running() {
      let before: Values | undefined;
      let count = 0;
      return (state) => {
        count++;
        if (pooling === 'last') return state;
        const earlier = before && context.tensor(before, [1, size]);
        const fold = pooling === 'max' ? maximum : add;
        const now = earlier ? fold(earlier, state) : state;
        before = now.toArray();
        return pooling === 'max' ? now : multiply(now, context.tensor([1 / count], [1, 1]));
      };
    },
  };
}
