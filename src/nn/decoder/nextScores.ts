import type { Context } from '../../tensor/context.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { NextScores } from '../search/hypothesis.ts';
import type { StackResult } from '../stack/recurrentStack.ts';
import type { Decoder, DecoderStep, StepOrigin } from './decoder.ts';
import { ensembleScores } from './ensembleScores.ts';

/** A model that writes sequences of symbols from sources. */
export interface Writer<Source> {
  readonly decoder: Pick<Decoder, 'begin' | 'step'>;
  /** What the encoder makes of sources. */
  encode(sources: readonly Source[]): StackResult;
  /** Vectors of symbols that the decoder reads, [b, E]. */
  embed(symbols: Ragged): Ragged;
  /** Scores of the next symbol [b, V] from what the decoder gives. */
  scores(output: Tensor): Tensor;
  /** The log-probabilities of the next symbol [b, V'], where they are more than the softmax of the scores. */
  readonly logProbabilities?:
    | ((made: DecoderStep, from: StepOrigin, sources: readonly Source[]) => Tensor)
    | undefined;
}

/**
 * What a search asks of a model, for targets of sources that the encoder reads now; within a step of the context, and
 * without gradients. `never`: symbols that are not to be written. Each call's memory ends with it but for the states of
 * its rows, which the next call picks from.
 */
export const nextScores = <Source>(
  context: Context,
  model: Writer<Source>,
  sources: readonly Source[],
  never: readonly number[],
): NextScores => ensembleScores(context, [model], sources, never);
