import { type FeatureSequence, stepsOf } from '../../data/transcript/featureSequence.ts';
import { linearLayer } from '../../nn/layers/linearLayer.ts';
import { passDropout } from '../../nn/layers/passDropout.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import { recurrentStack } from '../../nn/stack/recurrentStack.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { ctc } from '../../tensor/losses/ctc.ts';
import type { RowKeys } from '../../tensor/operations/randomMask.ts';
import { fromArrays } from '../../tensor/ragged/fromArrays.ts';
import { fromTyped } from '../../tensor/ragged/fromTyped.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TaskCell } from '../taskCell.ts';

/** What decides the shapes of a transcriber, with its alphabet: part of model.json. */
export type TranscribeArchitecture = {
  readonly input: 'numbers' | 'image';
  /** Numbers of a step; of pictures the height. */
  readonly width: number;
  /** Steps that are read as one. */
  readonly stack: number;
  readonly cell: TaskCell;
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  /** Rate of dropout between layers and before the output. */
  readonly dropout: number;
};

/** How numbers are standardised before they are read: [I] each. */
export type Standard = {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
};

/** A batch of sequences, their labels for training, and their numbers in the data set, which key random masks. */
export interface TranscribeBatch {
  readonly sequences: readonly Pick<FeatureSequence, 'features' | 'width'>[];
  readonly labels?: readonly (readonly number[])[];
  readonly ids?: readonly number[];
}

export interface TranscribeModel {
  readonly parameters: Parameters;
  /** The scores of the classes, [N, K]: N steps after stacking, class 0 the blank. */
  run(batch: TranscribeBatch, pass?: Pass): Ragged;
  /** The negative log-likelihood of the transcripts, by label: one number. */
  loss(batch: TranscribeBatch, pass?: Pass): { readonly loss: Tensor; readonly tokens: number };
}

const OUTPUT = 1;
const STACK = 16;

/**
 * A recurrent network whose outputs are read by connectionist temporal classification (Graves et al., 2006; Graves et al.,
 * 2009, for lines of handwriting). `classes`: labels and the blank.
 */
export function transcribeModel(
  context: Context,
  architecture: TranscribeArchitecture,
  {
    classes,
    standard,
    seed,
  }: { readonly classes: number; readonly standard: Standard; readonly seed: number },
): TranscribeModel {
  const { width, stack: stacked, cell, hidden, layers, bidirectional, dropout: rate } = architecture;
  const stack = recurrentStack(context, {
    inputSize: stacked * width,
    hiddenSize: hidden,
    layers,
    bidirectional,
    cell,
    dropout: rate,
    seed,
    place: STACK,
  });
  const output = linearLayer(context, {
    inputSize: stack.outputSize,
    outputSize: classes,
    stream: stream(seed, OUTPUT),
  });
  const run = ({ sequences, ids }: TranscribeBatch, pass: Pass = inference): Ragged => {
    const { values, lengths } = stackSteps(sequences, stacked, standard);
    const input = fromTyped(context, values, lengths, [stacked * width], { ...(ids && { ids }) });
    const states = stack.run(input, { pass }).output;
    const keys = (): RowKeys => states.structure.rowKeysOn(context);
    const read = passDropout(states.data, { rate, pass, place: OUTPUT, keys });
    return { ...states, data: output.run(read) };
  };
  return {
    parameters: joinParameters({ recurrent: stack, output }),
    run,
    loss(batch, pass = inference) {
      const { labels = [] } = batch;
      const targets = fromArrays(context, labels, { features: 0 });
      return { loss: ctc(run(batch, pass), targets), tokens: targets.structure.total };
    },
  };
}

/** Standardised steps, `stack` of them as one; what the last one lacks is as the mean. */
function stackSteps(
  sequences: TranscribeBatch['sequences'],
  stack: number,
  { mean, deviation }: Standard,
): { readonly values: Float32Array; readonly lengths: number[] } {
  const lengths = sequences.map((sequence) => Math.ceil(stepsOf(sequence) / stack));
  const width = mean.length;
  const values = new Float32Array(lengths.reduce((sum, length) => sum + length, 0) * stack * width);
  let at = 0;
  sequences.forEach(({ features }, k) => {
    for (let j = 0; j < features.length; j++) {
      const unit = j % width;
      values[at + j] = (features[j] - mean[unit]) / deviation[unit];
    }
    at += lengths[k] * stack * width;
  });
  return { values, lengths };
}

/** Mean and deviation by number, or for pictures of all pixels alike; a number that never changes stays as it is. */
export function standardOf(
  sequences: readonly Pick<FeatureSequence, 'features'>[],
  width: number,
  input: TranscribeArchitecture['input'],
): Standard {
  const [sums, squares] = [new Float64Array(width), new Float64Array(width)];
  let steps = 0;
  for (const { features } of sequences) {
    steps += features.length / width;
    for (let j = 0; j < features.length; j++) {
      sums[j % width] += features[j];
      squares[j % width] += features[j] ** 2;
    }
  }
  if (input === 'image') {
    sums.fill(sums.reduce((a, b) => a + b) / width);
    squares.fill(squares.reduce((a, b) => a + b) / width);
  }
  const mean = Array.from(sums, (sum) => sum / Math.max(1, steps));
  const deviation = Array.from(squares, (square, k) => {
    const variance = square / Math.max(1, steps) - mean[k] ** 2;
    return variance > 1e-12 * mean[k] ** 2 ? Math.sqrt(variance) : 1;
  });
  return { mean, deviation };
}
