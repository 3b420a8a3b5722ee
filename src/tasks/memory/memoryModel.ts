import { linearLayer } from '../../nn/layers/linearLayer.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import type { CellChoice } from '../../nn/stack/cellChoice.ts';
import { recurrentStack } from '../../nn/stack/recurrentStack.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { crossEntropy } from '../../tensor/losses/crossEntropy.ts';
import { meanSquared } from '../../tensor/losses/meanSquared.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { fromTyped } from '../../tensor/ragged/fromTyped.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { MadeSequence, Problem } from './problems/problem.ts';

/** What decides the shapes of a network that is put to the test: part of model.json. */
export type MemoryArchitecture = {
  readonly problem: string;
  readonly cell: CellChoice;
  /** H. */
  readonly hidden: number;
  readonly layers: number;
};

export interface MemoryModel {
  readonly parameters: Parameters;
  /** What it answers, [M, K], M the number of askings in all: K scores of classes, or one number. */
  run(sequences: readonly MadeSequence[], pass?: Pass): Tensor;
  /** The mean loss of answers over their askings: squared error, or cross-entropy in nats. */
  loss(answers: Tensor, sequences: readonly MadeSequence[]): Tensor;
}

const OUTPUT = 0;
const STACK = 16;

/** Recurrent layers and a linear output that is read wherever something is asked. */
export function memoryModel(
  context: Context,
  { inputs, answer }: Problem,
  { cell, hidden, layers }: MemoryArchitecture,
  seed: number,
): MemoryModel {
  const stack = recurrentStack(context, {
    inputSize: inputs,
    hiddenSize: hidden,
    layers,
    cell,
    seed,
    place: STACK,
  });
  const outputSize = answer === 'number' ? 1 : answer.classes;
  const output = linearLayer(context, {
    inputSize: stack.outputSize,
    outputSize,
    stream: stream(seed, OUTPUT),
  });
  return {
    parameters: joinParameters({ recurrent: stack, output }),
    run(sequences, pass = inference) {
      const values = new Float32Array(sequences.reduce((sum, { steps }) => sum + steps * inputs, 0));
      let at = 0;
      for (const sequence of sequences) {
        values.set(sequence.inputs, at);
        at += sequence.inputs.length;
      }
      const lengths = sequences.map(({ steps }) => steps);
      const { data, structure, layout } = stack.run(fromTyped(context, values, lengths, [inputs]), {
        pass,
      }).output;
      const rows = sequences.flatMap(({ asked }, k) => asked.map((t) => structure.row(layout, k, t)));
      return output.run(gatherRows(data, context.tensor(Int32Array.from(rows), [rows.length], 'int32')));
    },
    loss(answers, sequences) {
      const targets = sequences.flatMap((sequence) => sequence.targets);
      return answer === 'number'
        ? meanSquared(answers, context.tensor(targets, [targets.length, 1]))
        : crossEntropy(answers, context.tensor(Int32Array.from(targets), [targets.length], 'int32'));
    },
  };
}

/** How many times something is asked in sequences. */
export const askings = (sequences: readonly MadeSequence[]): number =>
  sequences.reduce((sum, { asked }) => sum + asked.length, 0);
