import { passDropout } from '../../nn/layers/passDropout.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import { embedding } from '../../nn/layers/embedding.ts';
import { type LinearLayer, linearLayer } from '../../nn/layers/linearLayer.ts';
import {
  type RecurrentStack,
  recurrentStack,
  type StackResult,
  type StackState,
} from '../../nn/stack/recurrentStack.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { linearCrossEntropy } from '../../tensor/losses/linearCrossEntropy.ts';
import { linear } from '../../tensor/operations/linear.ts';
import type { RowKeys } from '../../tensor/operations/randomMask.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TaskCell } from '../taskCell.ts';

/** What decides the shapes of a language model: part of model.json. */
export type LanguageArchitecture = {
  /** V, symbols of the vocabulary. */
  readonly symbols: number;
  /** Width of the vectors that stand for symbols. */
  readonly embedding: number;
  readonly cell: TaskCell;
  /** H. */
  readonly hidden: number;
  readonly layers: number;
  /** Rate of dropout after the embedding, between layers and before the output. */
  readonly dropout: number;
  /** The output's weights are the vectors of the symbols (Press and Wolf, 2017). */
  readonly tied?: boolean;
};

export interface LanguageModel {
  readonly parameters: Parameters;
  readonly stack: RecurrentStack;
  /** Symbols int32 [N] to the scores of the next symbol, packed [N, V], going on from `initial`. */
  run(symbols: Ragged, options?: LanguageRun): StackResult & { readonly logits: Tensor };
  /** The mean negative log-probability in nats of the next symbols `targets`, int32 packed [N], one number. */
  loss(symbols: Ragged, targets: Tensor, options?: LanguageRun): StackResult & { readonly loss: Tensor };
}

export interface LanguageRun {
  readonly initial?: StackState;
  readonly pass?: Pass;
  readonly trace?: boolean;
}

/** Scores of V symbols from their vectors [V, H], each with a bias of its own. */
function tiedLayer(weight: Tensor): LinearLayer {
  const bias = weight.context.parameter(new Float32Array(weight.shape[0]), [weight.shape[0]]);
  return { parameters: { bias }, run: (x) => linear(x, weight, bias) };
}

/** Where this model's own random masks are keyed; the stack uses the places from STACK on. */
const EMBEDDED = 0;
const OUTPUT = 1;
const STACK = 16;

/** A recurrent language model: embedding, recurrent stack, linear scores over the vocabulary (Mikolov et al., 2010). */
export function languageModel(
  context: Context,
  architecture: LanguageArchitecture,
  seed: number,
): LanguageModel {
  const { symbols, cell, hidden, layers, dropout: rate, tied = false } = architecture;
  const embed = embedding(context, {
    symbols,
    size: architecture.embedding,
    stream: stream(seed, EMBEDDED),
    scale: tied ? 1 / Math.sqrt(architecture.embedding) : 0.5,
  });
  const stack = recurrentStack(context, {
    inputSize: architecture.embedding,
    hiddenSize: hidden,
    layers,
    cell,
    dropout: rate,
    seed,
    place: STACK,
  });
  const output = tied
    ? tiedLayer(embed.parameters.weight)
    : linearLayer(context, {
        inputSize: stack.outputSize,
        outputSize: symbols,
        stream: stream(seed, OUTPUT),
      });
  /** The stack, and what the output layer reads. */
  const states = (
    given: Ragged,
    { initial, pass = inference, trace = false }: LanguageRun = {},
  ): { result: StackResult; read: Tensor } => {
    const keys = (): RowKeys => given.structure.rowKeysOn(context);
    const drop = (x: Tensor, place: number): Tensor => passDropout(x, { rate, pass, place, keys });
    const vectors = embed.run(given);
    const result = stack.run(
      { ...vectors, data: drop(vectors.data, EMBEDDED) },
      { pass, trace, ...(initial ? { initial } : {}) },
    );
    return { result, read: drop(result.output.data, OUTPUT) };
  };
  return {
    parameters: joinParameters({ embedding: embed, recurrent: stack, output }),
    stack,
    run(given, options) {
      const { result, read } = states(given, options);
      return { ...result, logits: output.run(read) };
    },
    loss(given, targets, options) {
      const { result, read } = states(given, options);
      const { weight = embed.parameters.weight, bias } = output.parameters;
      return { ...result, loss: linearCrossEntropy(read, weight, bias, targets) };
    },
  };
}
