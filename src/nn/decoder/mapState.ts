import { mapValues } from '../../support/mapValues.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { DecoderState } from './decoder.ts';

/** The same change of every tensor of a state. */
export const mapState = ({ stack, fed }: DecoderState, change: (rows: Tensor) => Tensor): DecoderState => ({
  stack: stack.map((layer) => layer.map((state) => mapValues(state, change))),
  ...(fed && { fed: change(fed) }),
});
