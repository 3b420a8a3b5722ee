import type { Context } from '../../tensor/context.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Coverage, DecoderState } from './decoder.ts';
import { mapState } from './mapState.ts';

/** Copies of a state's values, which outlive the step that made it: what is given makes tensors of them again. */
export function saveState(context: Context, state: DecoderState): () => DecoderState {
  const values: ReturnType<Tensor['toArray']>[] = [];
  const shapes = mapEvery(state, (tensor) => {
    values.push(tensor.toArray());
    return tensor;
  });
  return () => {
    let at = 0;
    return mapEvery(shapes, ({ shape }) => context.tensor(values[at++], shape));
  };
}

const mapEvery = (state: DecoderState, change: (tensor: Tensor) => Tensor): DecoderState =>
  mapState(state, change, ({ sums, rows }): Coverage => ({ sums: change(sums), rows }));
