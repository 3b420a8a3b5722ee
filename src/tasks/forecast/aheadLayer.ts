import { linearLayer } from '../../nn/layers/linearLayer.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { normal, type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** D, units that state and what is known ahead meet in. */
const UNITS = 32;

/** Which state, which target and distance, and what is known of the step: for each of Q values to forecast. */
export interface AheadQuery {
  /** [R, H] */
  readonly states: Tensor;
  /** int32 [Q] rows of the states. */
  readonly rows: Tensor;
  /** int32 [Q] */
  readonly slots: Tensor;
  /** [Q, E] */
  readonly known: Tensor;
}

export interface AheadLayer {
  readonly parameters: Parameters;
  /** [Q, P] what is added to the parameters of the distributions. */
  run(query: AheadQuery): Tensor;
}

/**
 * What is known of the step to forecast, read in the light of the state: the local decoder of Wen et al. ("A
 * multi-horizon quantile recurrent forecaster", 2017),
 *
 *     output tanh(A state + B known + c(target, distance))
 *
 * whose output starts at 0. `states.weight` A [D, H], `known.weight` B [D, E], `slots.weight` c [M*K, D],
 * `output.weight` [P, D].
 */
export function aheadLayer(
  context: Context,
  options: { width: number; known: number; slots: number; size: number; stream: Stream },
): AheadLayer {
  const { width, known, slots, size, stream } = options;
  const layer = (inputSize: number, place: number): ReturnType<typeof linearLayer> =>
    linearLayer(context, { inputSize, outputSize: UNITS, bias: false, stream: substream(stream, place) });
  const states = layer(width, 0);
  const ahead = layer(known, 1);
  const places = substream(stream, 2);
  const slot = context.parameter(
    Float32Array.from({ length: slots * UNITS }, (_, unit) => 0.1 * normal(places, unit)),
    [slots, UNITS],
  );
  const output = context.parameter(new Float32Array(size * UNITS), [size, UNITS]);
  return {
    parameters: joinParameters({
      states,
      known: ahead,
      slots: { parameters: { weight: slot } },
      output: { parameters: { weight: output } },
    }),
    run: (query) => {
      const state = gatherRows(states.run(query.states), query.rows);
      const place = gatherRows(slot, query.slots);
      return linear(tanh(add(add(state, ahead.run(query.known)), place)), output);
    },
  };
}
