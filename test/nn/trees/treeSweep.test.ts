import { describe, expect, test } from 'vitest';
import { referenceBackend } from '../../../src/backend/reference.ts';
import { lstmCell } from '../../../src/nn/cells/lstmCell.ts';
import { recurrence } from '../../../src/nn/recurrence/recurrence.ts';
import { childSumLstmCell } from '../../../src/nn/trees/childSumLstmCell.ts';
import { naryLstmCell } from '../../../src/nn/trees/naryLstmCell.ts';
import { recursiveCell } from '../../../src/nn/trees/recursiveCell.ts';
import { treeBatch } from '../../../src/nn/trees/treeBatch.ts';
import type { TreeCell } from '../../../src/nn/trees/treeCell.ts';
import { treeSweep } from '../../../src/nn/trees/treeSweep.ts';
import { stream, uniform } from '../../../src/support/random.ts';
import { Context } from '../../../src/tensor/context.ts';
import { multiply } from '../../../src/tensor/operations/multiply.ts';
import { sum } from '../../../src/tensor/operations/sum.ts';
import { ragged } from '../../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { backward } from '../../../src/tensor/tape.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';

const H = 3;
const trees = [[-1, 0, 0, 2, 2], [-1], [-1, 0, 1, 1, 3, 3, 0], [2, 0, -1]];

const cells: Readonly<Record<string, (context: Context) => TreeCell>> = {
  'child-sum': (context) => childSumLstmCell(context, { inputSize: H, hiddenSize: H, stream: stream(1) }),
  'n-ary': (context) => naryLstmCell(context, { inputSize: H, hiddenSize: H, arity: 2, stream: stream(2) }),
  recursive: (context) => recursiveCell(context, { hiddenSize: H, arity: 2, stream: stream(3) }),
  tensor: (context) => recursiveCell(context, { hiddenSize: H, arity: 2, tensor: true, stream: stream(4) }),
};

const inputOf = (tree: number, node: number): number[] =>
  Array.from({ length: H }, (_, k) => uniform(stream(9, tree, node), k) - 0.5);

/** h of all nodes, by tree and node; `ids` names the trees, whatever their place in the batch is. */
function run(context: Context, cell: TreeCell, ids: readonly number[]): { loss: Tensor; h: number[][][] } {
  const batch = treeBatch(ids.map((id) => trees[id]));
  const rows = Array.from(batch.trees, (tree, row) => inputOf(ids[tree], batch.nodes[row]));
  const output = treeSweep(context, cell, batch, context.tensor(rows.flat(), [rows.length, H]));
  const values = Array.from(output.toArray());
  const h = ids.map((id) => trees[id].map((): number[] => []));
  batch.trees.forEach((tree, row) => (h[tree][batch.nodes[row]] = values.slice(row * H, (row + 1) * H)));
  return { loss: sum(multiply(output, output)), h };
}

describe.for(Object.entries(cells))('%s', ([, make]) => {
  test('a batch equals its trees one by one, in any order', () => {
    const context = new Context(referenceBackend('float32'));
    const cell = make(context);
    const together = run(context, cell, [2, 0, 3, 1]).h;
    for (const [place, id] of [2, 0, 3, 1].entries())
      expect(run(context, cell, [id]).h[0]).toEqual(together[place]);
  });

  test('gradients of all weights are those of central differences', () => {
    const context = new Context(referenceBackend('float64'));
    const cell = make(context);
    const loss = (): Tensor => run(context, cell, [0, 1, 2, 3]).loss;
    context.step(() => backward(loss()));
    for (const parameter of Object.values(cell.parameters)) {
      const values = parameter.toArray();
      const gradient = parameter.gradient?.toArray() ?? [];
      expect(gradient.length).toBe(values.length);
      for (let k = 0; k < values.length; k++) {
        const at = (value: number): number => {
          parameter.set(values.with(k, value));
          return context.step(() => loss().item());
        };
        expect(gradient[k]).toBeCloseTo((at(values[k] + 1e-5) - at(values[k] - 1e-5)) / 2e-5, 7);
      }
      parameter.set(values);
    }
  });
});

test('child-sum on a chain is the LSTM', () => {
  const context = new Context(referenceBackend('float64'));
  const cell = childSumLstmCell(context, { inputSize: H, hiddenSize: H, stream: stream(5) });
  const lstm = lstmCell(context, { inputSize: H, hiddenSize: H, stream: stream(6) });
  const { weight_ih, weight_hh, bias_ih, bias_hh } = lstm.parameters;
  weight_ih.copy(cell.parameters.weight_ih);
  weight_hh.copy(cell.parameters.weight_hh);
  bias_ih.copy(cell.parameters.bias);
  bias_hh.set(new Float64Array(4 * H));
  const steps = 5;
  const x = context.tensor(Array.from({ length: steps }, (_, t) => inputOf(0, t)).flat(), [steps, H]);
  const chain = treeSweep(context, cell, treeBatch([[1, 2, 3, 4, -1]]), x);
  const { output } = recurrence(lstm, ragged(x, Structure.of([steps])));
  const expected = output.data.toArray();
  chain.toArray().forEach((value, k) => expect(value).toBeCloseTo(expected[k], 12));
});

test('a node with more children than the cell takes is refused', () => {
  const context = new Context(referenceBackend('float32'));
  const batch = treeBatch([[-1, 0, 0, 0]]);
  expect(() => treeSweep(context, cells['n-ary'](context), batch, context.zeros([4, H]))).toThrow(
    'a node has 3 children, and the cell takes at most 2',
  );
});
