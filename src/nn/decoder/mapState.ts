import { mapValues } from '../../support/mapValues.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Coverage, DecoderState } from './decoder.ts';

/** The same change of every tensor of a state that has a row for each target, and one of its coverage. */
export const mapState = (
  { stack, fed, coverage }: DecoderState,
  change: (rows: Tensor) => Tensor,
  changeCoverage: (coverage: Coverage) => Coverage,
): DecoderState => ({
  stack: stack.map((layer) => layer.map((state) => mapValues(state, change))),
  ...(fed && { fed: change(fed) }),
  ...(coverage && { coverage: changeCoverage(coverage) }),
});
