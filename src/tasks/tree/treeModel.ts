import { embedding } from '../../nn/layers/embedding.ts';
import { linearLayer } from '../../nn/layers/linearLayer.ts';
import { passDropout } from '../../nn/layers/passDropout.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import { indexOn, type TreeBatch } from '../../nn/trees/treeBatch.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import type { RowKeys } from '../../tensor/operations/randomMask.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TreeArchitecture } from './treeArchitecture.ts';
import { treeEncoder } from './treeEncoder.ts';

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

/** A recursive network over trees with a label at each node: embedding, cell, linear scores. */
export function treeModel(context: Context, architecture: TreeArchitecture, seed: number): TreeModel {
  const { words, labels, embedding: size, dropout: rate } = architecture;
  const embed = embedding(context, { symbols: words, size, stream: stream(seed, EMBEDDED), scale: 0.1 });
  const encoder = treeEncoder(context, architecture, seed);
  const output = linearLayer(context, {
    inputSize: encoder.outputSize,
    outputSize: labels,
    stream: stream(seed, OUTPUT),
  });
  return {
    parameters: {
      ...joinParameters({ embedding: embed }),
      ...encoder.parameters,
      ...joinParameters({ output }),
    },
    run(batch, ids, pass = inference, keys = batch.trees) {
      const rowKeys = (): RowKeys => ({
        rowSequence: indexOn(context, keys),
        rowTime: indexOn(context, batch.nodes),
      });
      const drop = (x: Tensor, place: number): Tensor => passDropout(x, { rate, pass, place, keys: rowKeys });
      const x = drop(gatherRows(embed.parameters.weight, indexOn(context, ids)), EMBEDDED);
      const states = encoder.run(batch, x, (row) => ids[row] >= 0);
      return output.run(drop(states, OUTPUT));
    },
  };
}
