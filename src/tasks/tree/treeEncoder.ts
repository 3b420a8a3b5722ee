import { lstmCell } from '../../nn/cells/lstmCell.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { childSumLstmCell } from '../../nn/trees/childSumLstmCell.ts';
import { downSweep } from '../../nn/trees/downSweep.ts';
import { naryLstmCell } from '../../nn/trees/naryLstmCell.ts';
import { phraseBatch } from '../../nn/trees/phraseBatch.ts';
import { phraseSweep } from '../../nn/trees/phraseSweep.ts';
import { recursiveCell } from '../../nn/trees/recursiveCell.ts';
import type { TreeBatch } from '../../nn/trees/treeBatch.ts';
import type { TreeCell } from '../../nn/trees/treeCell.ts';
import { treeSweep } from '../../nn/trees/treeSweep.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TreeArchitecture } from './treeArchitecture.ts';

/** What makes the vectors of nodes from those of words. */
export interface TreeEncoder {
  readonly parameters: Parameters;
  readonly outputSize: number;
  /** x [N, I], a row for each row of the batch, gives [N, outputSize]; a node with a word has `isWord`. */
  run(batch: TreeBatch, x: Tensor, isWord: (row: number) => boolean): Tensor;
}

const UP = 2;
const DOWN = 3;

/** The composition of an architecture in one direction or two. */
export function treeEncoder(context: Context, architecture: TreeArchitecture, seed: number): TreeEncoder {
  return architecture.composition === 'sequence'
    ? phraseEncoder(context, architecture, seed)
    : cellEncoder(context, architecture, seed);
}

/** Up the tree; `bidirectional`: then down. */
function cellEncoder(context: Context, architecture: TreeArchitecture, seed: number): TreeEncoder {
  const { hidden, bidirectional } = architecture;
  const up = cellOf(context, architecture, seed);
  if (!bidirectional) {
    return {
      parameters: joinParameters({ up }),
      outputSize: hidden,
      run: (batch, x) => treeSweep(context, up, batch, x),
    };
  }
  const down = childSumLstmCell(context, {
    inputSize: hidden,
    hiddenSize: hidden,
    stream: stream(seed, DOWN),
  });
  return {
    parameters: joinParameters({ up, down }),
    outputSize: 2 * hidden,
    run(batch, x) {
      const h = treeSweep(context, up, batch, x);
      return concatenate([h, downSweep(context, down, batch, h)], 1);
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

/** Each phrase from its first word to its last; `bidirectional`: and back. */
function phraseEncoder(context: Context, architecture: TreeArchitecture, seed: number): TreeEncoder {
  const { embedding: inputSize, hidden: hiddenSize, bidirectional } = architecture;
  const cell = (place: number): ReturnType<typeof lstmCell> =>
    lstmCell(context, { inputSize, hiddenSize, forgetBias: 1, stream: stream(seed, place) });
  const forward = cell(UP);
  const backward = bidirectional ? cell(DOWN) : undefined;
  return {
    parameters: joinParameters({ forward, ...(backward ? { backward } : {}) }),
    outputSize: backward ? 2 * hiddenSize : hiddenSize,
    run(batch, x, isWord) {
      const h = phraseSweep(context, forward, phraseBatch(batch, isWord), x);
      if (!backward) return h;
      return concatenate([h, phraseSweep(context, backward, phraseBatch(batch, isWord, true), x)], 1);
    },
  };
}
