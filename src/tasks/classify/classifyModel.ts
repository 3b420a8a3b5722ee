import { linearLayer } from '../../nn/layers/linearLayer.ts';
import { passDropout } from '../../nn/layers/passDropout.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import { fail } from '../../support/errors.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { binaryCrossEntropy } from '../../tensor/losses/binaryCrossEntropy.ts';
import { crossEntropy } from '../../tensor/losses/crossEntropy.ts';
import type { RowKeys } from '../../tensor/operations/randomMask.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { softmax } from '../../tensor/operations/softmax.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Classes } from './classes.ts';
import type { Batch, Encoder } from './encoder.ts';
import { type GridArchitecture, gridEncoder } from './gridEncoder.ts';
import { type RecurrentArchitecture, recurrentEncoder } from './recurrentEncoder.ts';

/** What decides the shapes of a classifier, with its classes: part of model.json. */
export type ClassifyArchitecture = {
  readonly encoder: RecurrentArchitecture | GridArchitecture;
  /** Rate of dropout before the output. */
  readonly dropout: number;
};

export interface ClassifyModel {
  readonly parameters: Parameters;
  readonly encoder: Encoder;
  /** Scores [B, K]. */
  run(batch: Batch, pass?: Pass): Tensor;
  /** Vectors of an encoder [B, R] to scores [B, K]. */
  score(vectors: Tensor): Tensor;
  /** Scores to probabilities: of one class, or where there may be several of each by itself. */
  probabilities(scores: Tensor): Tensor;
  /** The mean cross-entropy of sequences with labels [B][...], numbers of classes. */
  loss(batch: Batch, labels: readonly (readonly number[])[], pass?: Pass): Tensor;
}

const OUTPUT = 3;

function encoderOf(
  context: Context,
  { encoder }: ClassifyArchitecture,
  { input }: Classes,
  seed: number,
): Encoder {
  if (encoder.kind === 'recurrent' && input.kind !== 'grid')
    return recurrentEncoder(context, encoder, input, seed);
  if (encoder.kind === 'grid' && input.kind === 'grid') return gridEncoder(context, encoder, input, seed);
  const what = `an encoder of the kind ${encoder.kind} reads ${input.kind}`;
  return fail('bad-model', 'classify', what, 'Copy the whole folder again, or train it again.');
}

/** An encoder, and a linear output: a softmax, or where sequences have several labels a sigmoid of each. */
export function classifyModel(
  context: Context,
  architecture: ClassifyArchitecture,
  classes: Classes,
  { seed, balanced = false }: { readonly seed: number; readonly balanced?: boolean },
): ClassifyModel {
  const K = classes.labels.length;
  const encoder = encoderOf(context, architecture, classes, seed);
  const output = linearLayer(context, {
    inputSize: encoder.outputSize,
    outputSize: K,
    stream: stream(seed, OUTPUT),
  });
  const rate = architecture.dropout;
  const score = (vectors: Tensor): Tensor => output.run(vectors);
  const run = (batch: Batch, pass: Pass = inference): Tensor => {
    const keys = (): RowKeys => {
      const ids = batch.ids ?? batch.contents.map((_, k) => k);
      return { rowSequence: context.tensor(ids, [ids.length], 'int32') };
    };
    return score(passDropout(encoder.run(batch, pass), { rate, pass, place: OUTPUT, keys }));
  };
  const total = classes.total;
  return {
    parameters: joinParameters({ encoder, output }),
    encoder,
    run,
    score,
    probabilities: classes.multiLabel ? sigmoid : softmax,
    loss(batch, labels, pass) {
      const scores = run(batch, pass);
      if (!classes.multiLabel) {
        const weights = classes.counts.map((count) => total / (K * Math.max(1, count)));
        return crossEntropy(
          scores,
          context.tensor(
            labels.map(([label]) => label),
            [labels.length],
            'int32',
          ),
          {
            ...(balanced && { classWeights: context.tensor(weights, [K]) }),
          },
        );
      }
      const targets = new Float32Array(labels.length * K);
      labels.forEach((own, k) => {
        for (const label of own) targets[k * K + label] = 1;
      });
      // With it a label and its absence count as much in all.
      const weight = (is: number, k: number): number =>
        total / (2 * Math.max(1, is === 1 ? classes.counts[k] : total - classes.counts[k]));
      return binaryCrossEntropy(scores, context.tensor(targets, [labels.length, K]), {
        ...(balanced && {
          weights: context.tensor(
            targets.map((is, at) => weight(is, at % K)),
            [labels.length, K],
          ),
        }),
      });
    },
  };
}
