import { expect, test } from 'vitest';
import { referenceBackend } from '../../../src/backend/reference.ts';
import { lstmCell } from '../../../src/nn/cells/lstmCell.ts';
import { recurrence } from '../../../src/nn/recurrence/recurrence.ts';
import { childSumLstmCell } from '../../../src/nn/trees/childSumLstmCell.ts';
import { downSweep } from '../../../src/nn/trees/downSweep.ts';
import { phraseBatch } from '../../../src/nn/trees/phraseBatch.ts';
import { phraseSweep } from '../../../src/nn/trees/phraseSweep.ts';
import { treeBatch } from '../../../src/nn/trees/treeBatch.ts';
import type { TreeCell } from '../../../src/nn/trees/treeCell.ts';
import { treeSweep } from '../../../src/nn/trees/treeSweep.ts';
import { stream } from '../../../src/support/random.ts';
import { Context } from '../../../src/tensor/context.ts';
import { ragged } from '../../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { toSequence } from '../../../src/tensor/ragged/toSequence.ts';
import type { Cell } from '../../../src/nn/cells/cell.ts';
import { byNode, H, inputOf, treeCells } from './treeCases.ts';

/** An LSTM with the weights of a child-sum cell. */
function lstmOf(context: Context, { parameters }: TreeCell): Cell {
  const lstm = lstmCell(context, { inputSize: H, hiddenSize: H, stream: stream(6) });
  const { weight_ih, weight_hh, bias_ih, bias_hh } = lstm.parameters;
  weight_ih.copy(parameters.weight_ih);
  weight_hh.copy(parameters.weight_hh);
  bias_ih.copy(parameters.bias);
  bias_hh.set(new Float64Array(4 * H));
  return lstm;
}

const steps = 5;

test.for([
  ['up', treeSweep, [1, 2, 3, 4, -1]],
  ['down', downSweep, [-1, 0, 1, 2, 3]],
] as const)('child-sum %s a chain is the LSTM', ([, sweep, parents]) => {
  const context = new Context(referenceBackend('float64'));
  const cell = childSumLstmCell(context, { inputSize: H, hiddenSize: H, stream: stream(5) });
  const x = Array.from({ length: steps }, (_, t) => inputOf(0, t));
  const batch = treeBatch([parents]);
  const rows = Array.from(batch.nodes, (node) => x[node]);
  const [chain] = byNode(batch, sweep(context, cell, batch, context.tensor(rows.flat(), [steps, H])));
  const steady = ragged(context.tensor(x.flat(), [steps, H]), Structure.of([steps]));
  const expected = recurrence(lstmOf(context, cell), steady).output.data.toArray();
  chain.flat().forEach((value, k) => expect(value).toBeCloseTo(expected[k], 12));
});

test('a phrase is read word by word, whatever the tree above it', () => {
  const context = new Context(referenceBackend('float64'));
  const cell = lstmOf(context, treeCells['child-sum'](context));
  // ((a b) c) and (a (b c)): the words are nodes 2, 3, 4 and 1, 3, 4.
  const batch = treeBatch([
    [-1, 0, 1, 1, 0],
    [-1, 0, 0, 2, 2],
  ]);
  const word = [
    [-1, -1, 0, 1, 2],
    [-1, 0, -1, 1, 2],
  ];
  const rows = Array.from(batch.trees, (tree, row) => inputOf(1, Math.max(0, word[tree][batch.nodes[row]])));
  const x = context.tensor(rows.flat(), [10, H]);
  const isWord = (row: number): boolean => word[batch.trees[row]][batch.nodes[row]] >= 0;
  const states = (...words: number[]): number[] => {
    const given = context.tensor(
      words.flatMap((one) => inputOf(1, one)),
      [words.length, H],
    );
    const { output } = recurrence(cell, ragged(given, Structure.of([words.length])));
    return Array.from(toSequence(output).data.toArray().slice(-H));
  };
  const [a, b, c, ab, bc, abc] = [[0], [1], [2], [0, 1], [1, 2], [0, 1, 2]];
  const expected = [
    [abc, ab, a, b, c],
    [abc, a, bc, b, c],
  ];
  const forward = phraseBatch(batch, isWord);
  expect(byNode(batch, phraseSweep(context, cell, forward, x))).toEqual(
    expected.map((tree) => tree.map((words) => states(...words))),
  );
  const backward = phraseBatch(batch, isWord, true);
  expect(byNode(batch, phraseSweep(context, cell, backward, x))).toEqual(
    expected.map((tree) => tree.map((words) => states(...words.toReversed()))),
  );
  // Phrases that begin alike are read at once: abc, b, c in the first tree, abc, bc, c in the second.
  expect(forward.lengths.toSorted()).toEqual(Int32Array.of(1, 1, 1, 2, 3, 3));
});

test('a node with more children than the cell takes is refused', () => {
  const context = new Context(referenceBackend('float32'));
  const batch = treeBatch([[-1, 0, 0, 0]]);
  expect(() => treeSweep(context, treeCells['n-ary'](context), batch, context.zeros([4, H]))).toThrow(
    'a node has 3 children, and the cell takes at most 2',
  );
});
