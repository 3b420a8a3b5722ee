import { describe, expect, test } from 'vitest';
import { referenceBackend } from '../../../src/backend/reference.ts';
import type { Parameters } from '../../../src/nn/parameters.ts';
import { lstmCell } from '../../../src/nn/cells/lstmCell.ts';
import { downSweep } from '../../../src/nn/trees/downSweep.ts';
import { phraseBatch } from '../../../src/nn/trees/phraseBatch.ts';
import { phraseSweep } from '../../../src/nn/trees/phraseSweep.ts';
import { plainTreeSweep } from '../../../src/nn/trees/plainTreeSweep.ts';
import type { TreeBatch } from '../../../src/nn/trees/treeBatch.ts';
import { treeSweep } from '../../../src/nn/trees/treeSweep.ts';
import { stream } from '../../../src/support/random.ts';
import { Context } from '../../../src/tensor/context.ts';
import { multiply } from '../../../src/tensor/operations/multiply.ts';
import { sum } from '../../../src/tensor/operations/sum.ts';
import { backward } from '../../../src/tensor/tape.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { batchOf, byNode, H, treeCells } from './treeCases.ts';

/** Something that makes the vectors of nodes, with what it is trained by. */
interface Sweep {
  readonly parameters: Parameters;
  run(batch: TreeBatch, x: Tensor): Tensor;
}

const upwards = Object.entries(treeCells).map(([name, make]): [string, (context: Context) => Sweep] => [
  name,
  (context) => {
    const cell = make(context);
    return { parameters: cell.parameters, run: (batch, x) => treeSweep(context, cell, batch, x) };
  },
]);

/** Up, and down again: the gradient passes both. */
const down = (context: Context): Sweep => {
  const up = treeCells['n-ary'](context);
  const cell = treeCells['child-sum'](context);
  const named = (prefix: string, parameters: Parameters): [string, Tensor][] =>
    Object.entries(parameters).map(([name, tensor]) => [`${prefix}.${name}`, tensor]);
  return {
    parameters: Object.fromEntries([...named('up', up.parameters), ...named('down', cell.parameters)]),
    run: (batch, x) => downSweep(context, cell, batch, treeSweep(context, up, batch, x)),
  };
};

const phrases =
  (reverse: boolean) =>
  (context: Context): Sweep => {
    const cell = lstmCell(context, { inputSize: H, hiddenSize: H, stream: stream(7) });
    return {
      parameters: cell.parameters,
      // Every other node has a word.
      run: (batch, x) =>
        phraseSweep(
          context,
          cell,
          phraseBatch(batch, (row) => batch.nodes[row] % 2 === 0, reverse),
          x,
        ),
    };
  };

describe.for([
  ...upwards,
  ['down', down] as const,
  ['phrases', phrases(false)] as const,
  ['phrases from their ends', phrases(true)] as const,
])('%s', ([, make]) => {
  test('a batch gives the bits of its trees one by one, in any order', () => {
    const context = new Context(referenceBackend('float32'));
    const sweep = make(context);
    const run = (ids: readonly number[]): number[][][] => {
      const { batch, x } = batchOf(context, ids);
      return byNode(batch, sweep.run(batch, x));
    };
    const together = run([2, 0, 3, 1]);
    for (const [place, id] of [2, 0, 3, 1].entries()) expect(run([id])[0]).toEqual(together[place]);
  });

  test('gradients of all weights are those of central differences', () => {
    const context = new Context(referenceBackend('float64'));
    const sweep = make(context);
    const loss = (): Tensor => {
      const { batch, x } = batchOf(context, [0, 1, 2, 3]);
      const h = sweep.run(batch, x);
      return sum(multiply(h, h));
    };
    context.step(() => backward(loss()));
    for (const parameter of Object.values(sweep.parameters)) {
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

test.for(Object.entries(treeCells))('%s by level is the same as node by node', ([, make]) => {
  const context = new Context(referenceBackend('float32'));
  const cell = make(context);
  const { batch, x } = batchOf(context, [0, 1, 2, 3]);
  expect(treeSweep(context, cell, batch, x).toArray()).toEqual(
    plainTreeSweep(context, cell, batch, x).toArray(),
  );
});
