import { linearLayer } from '../../nn/layers/linearLayer.ts';
import { passDropout } from '../../nn/layers/passDropout.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import type { CellChoice } from '../../nn/stack/cellChoice.ts';
import { type RecurrentStack, recurrentStack, type StackState } from '../../nn/stack/recurrentStack.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { binaryCrossEntropy } from '../../tensor/losses/binaryCrossEntropy.ts';
import type { RowKeys } from '../../tensor/operations/randomMask.ts';
import { fromTyped } from '../../tensor/ragged/fromTyped.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { KEYS } from './pianoRoll.ts';

/** What decides the shapes of a model of music: part of model.json. */
export type MusicArchitecture = {
  readonly cell: CellChoice & { readonly cell: 'lstm' | 'gru' | 'rnn' };
  /** H. */
  readonly hidden: number;
  readonly layers: number;
  /** Rate of dropout before, between and after the layers. */
  readonly dropout: number;
};

export interface MusicModel {
  readonly parameters: Parameters;
  readonly stack: RecurrentStack;
  /** Rolls [N, 88] to the scores of the keys at the next step, packed [N, 88], going on from `initial`. */
  run(
    rolls: Ragged,
    options?: { readonly initial?: StackState; readonly pass?: Pass },
  ): {
    readonly scores: Ragged;
    readonly final: StackState;
  };
  /** The loss in nats of each key at each step, packed [N, 88], of rolls [T, 88] that begin in silence. */
  losses(
    rolls: readonly Float32Array[],
    options?: { readonly ids?: ArrayLike<number>; readonly pass?: Pass },
  ): Ragged;
}

const INPUT = 0;
const OUTPUT = 1;
const STACK = 16;

/**
 * A recurrent model of polyphonic music: the keys of a step given those before, each key by itself (the RNN of
 * Boulanger-Lewandowski, Bengio & Vincent, 2012).
 */
export function musicModel(context: Context, architecture: MusicArchitecture, seed: number): MusicModel {
  const { cell, hidden, layers, dropout: rate } = architecture;
  const stack = recurrentStack(context, {
    inputSize: KEYS,
    hiddenSize: hidden,
    layers,
    cell,
    dropout: rate,
    seed,
    place: STACK,
  });
  const output = linearLayer(context, {
    inputSize: stack.outputSize,
    outputSize: KEYS,
    stream: stream(seed, OUTPUT),
  });
  const run: MusicModel['run'] = (rolls, { initial, pass = inference } = {}) => {
    const packed = toPacked(rolls);
    const keys = (): RowKeys => packed.structure.rowKeysOn(context);
    const drop = (x: Tensor, place: number): Tensor => passDropout(x, { rate, pass, place, keys });
    const { output: states, final } = stack.run(
      { ...packed, data: drop(packed.data, INPUT) },
      { pass, ...(initial && { initial }) },
    );
    return { scores: { ...states, data: output.run(drop(states.data, OUTPUT)) }, final };
  };
  return {
    parameters: joinParameters({ recurrent: stack, output }),
    stack,
    run,
    losses(rolls, { ids, pass } = {}) {
      const lengths = rolls.map((roll) => roll.length / KEYS);
      const steps = lengths.reduce((sum, length) => sum + length, 0);
      const [before, now] = [new Float32Array(steps * KEYS), new Float32Array(steps * KEYS)];
      let at = 0;
      for (const roll of rolls) {
        before.set(roll.subarray(0, roll.length - KEYS), at + KEYS);
        now.set(roll, at);
        at += roll.length;
      }
      const inputs = fromTyped(context, before, lengths, [KEYS], ids ? { ids } : {});
      const { scores } = run(inputs, pass && { pass });
      const targets = toPacked({ ...inputs, data: context.tensor(now, [steps, KEYS]) });
      return { ...scores, data: binaryCrossEntropy(scores.data, targets.data, { reduction: 'none' }) };
    },
  };
}
