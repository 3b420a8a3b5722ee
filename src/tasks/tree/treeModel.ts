import { embedding } from '../../nn/layers/embedding.ts';
import { linearLayer } from '../../nn/layers/linearLayer.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import { childSumLstmCell } from '../../nn/trees/childSumLstmCell.ts';
import { downSweep } from '../../nn/trees/downSweep.ts';
import { naryLstmCell } from '../../nn/trees/naryLstmCell.ts';
import { recursiveCell } from '../../nn/trees/recursiveCell.ts';
import { indexOn, type TreeBatch } from '../../nn/trees/treeBatch.ts';
import type { TreeCell } from '../../nn/trees/treeCell.ts';
import { treeSweep } from '../../nn/trees/treeSweep.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { dropout } from '../../tensor/operations/dropout.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Composition } from './options.ts';

/** What decides the shapes of a tree model: part of model.json. */
export type TreeArchitecture = {
  readonly composition: Composition;
  /** V, words. */
  readonly words: number;
  /** Labels. */
  readonly labels: number;
  readonly embedding: number;
  /** H. */
  readonly hidden: number;
  /** The most children of a node (N-ary, recursive, tensor). */
  readonly arity: number;
  readonly bidirectional: boolean;
  readonly dropout: number;
};

export interface TreeModel {
  readonly parameters: Parameters;
  /**
   * Scores of the labels [N, labels], for words int32 [N] by row, -1 for a node without a word. `keys`: the number of
   * each row's tree in the data set, [N], by which random masks are keyed in training.
   */
  run(batch: TreeBatch, words: Int32Array, pass?: Pass, keys?: Int32Array): Tensor;
}

const EMBEDDED = 0;
const OUTPUT = 1;
const UP = 2;
const DOWN = 3;

/** A recursive network over trees with a label at each node: embedding, cell, linear scores. */
export function treeModel(context: Context, architecture: TreeArchitecture, seed: number): TreeModel {
  const { words, labels, embedding: size, hidden, bidirectional, dropout: rate } = architecture;
  const embed = embedding(context, { symbols: words, size, stream: stream(seed, EMBEDDED), scale: 0.1 });
  const up = cellOf(context, architecture, seed);
  const down = bidirectional
    ? childSumLstmCell(context, { inputSize: hidden, hiddenSize: hidden, stream: stream(seed, DOWN) })
    : undefined;
  const output = linearLayer(context, {
    inputSize: down ? 2 * hidden : hidden,
    outputSize: labels,
    stream: stream(seed, OUTPUT),
  });
  return {
    parameters: joinParameters({ embedding: embed, up, ...(down ? { down } : {}), output }),
    run(batch, ids, pass = inference, keys = batch.trees) {
      const drop = (x: Tensor, place: number): Tensor =>
        rate > 0 && pass.training
          ? dropout(x, rate, stream(pass.seed, pass.step, place), {
              rowSequence: indexOn(context, keys),
              rowTime: indexOn(context, batch.nodes),
            })
          : x;
      const x = drop(gatherRows(embed.parameters.weight, indexOn(context, ids)), EMBEDDED);
      const h = treeSweep(context, up, batch, x);
      const states = down ? concatenate([h, downSweep(context, down, batch, h)], 1) : h;
      return output.run(drop(states, OUTPUT));
    },
  };
}

function cellOf(context: Context, architecture: TreeArchitecture, seed: number): TreeCell {
  const { composition, embedding: inputSize, hidden: hiddenSize, arity } = architecture;
  const sizes = { inputSize, hiddenSize, arity, stream: stream(seed, UP) };
  if (composition === 'child-sum') return childSumLstmCell(context, sizes);
  if (composition === 'n-ary') return naryLstmCell(context, sizes);
  return recursiveCell(context, { ...sizes, tensor: composition === 'tensor' });
}
