import { type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { type Chain, crf, crfMarginals } from '../../tensor/losses/crf.ts';
import { add } from '../../tensor/operations/add.ts';
import { viterbi } from '../../tensor/operations/viterbi.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { uniformValues } from '../initialise/uniform.ts';
import type { Parameters } from '../parameters.ts';

/** Which tags may follow which: `allows(j, k)`, where j -1 is the beginning and k -1 the end of a sequence. */
export type Allows = (before: number, after: number) => boolean;

/** The score of what is not allowed: e^-10000 is 0 in every precision, and no sum of it is infinite. */
const FORBIDDEN = -1e4;

/** An output layer that scores whole sequences of K tags: a linear-chain conditional random field. */
export interface CrfLayer {
  /** `transitions` [K, K], `begin` [K], `end` [K]. */
  readonly parameters: Parameters;
  /** The scores that are trained. */
  readonly chain: Chain;
  /** The same with what `allows` forbids made impossible. */
  constrained(): Chain;
  /** Emissions [N, K] and labels int32 [N], sequence layout, to losses [B]: see `crf`. */
  losses(emissions: Ragged, labels: Tensor): Tensor;
  /** The best allowed path: int32 [N], sequence layout. */
  decode(emissions: Ragged): Ragged;
  /** The probability of each tag over all allowed paths: [N, K], sequence layout. */
  marginals(emissions: Ragged): Ragged;
}

/** Transitions and ends uniform in +-0.1. Training is free; decoding and marginals keep to `allows`. */
export function crfLayer(
  context: Context,
  { tags, stream, allows = () => true }: { tags: number; stream: Stream; allows?: Allows },
): CrfLayer {
  const drawn = (shape: number[], place: number): Tensor =>
    context.parameter(
      uniformValues(
        shape.reduce((a, b) => a * b),
        0.1,
        substream(stream, place),
      ),
      shape,
    );
  const chain = { transitions: drawn([tags, tags], 0), begin: drawn([tags], 1), end: drawn([tags], 2) };
  const score = (before: number, after: number): number => (allows(before, after) ? 0 : FORBIDDEN);
  const penalties = {
    transitions: Float32Array.from({ length: tags * tags }, (_, k) => score(Math.floor(k / tags), k % tags)),
    begin: Float32Array.from({ length: tags }, (_, k) => score(-1, k)),
    end: Float32Array.from({ length: tags }, (_, k) => score(k, -1)),
  };
  const constrained = (): Chain => {
    const bounded = (name: keyof Chain): Tensor =>
      add(chain[name], context.tensor(penalties[name], chain[name].shape));
    return { transitions: bounded('transitions'), begin: bounded('begin'), end: bounded('end') };
  };
  return {
    parameters: { ...chain },
    chain,
    constrained,
    losses: (emissions, labels) => crf(emissions, chain, labels, { reduction: 'none' }),
    decode: (emissions) => viterbi(emissions, constrained()).path,
    marginals: (emissions) => crfMarginals(emissions, constrained()),
  };
}
