import { expect, it } from 'vitest';
import { referenceBackend } from '../../../src/backend/reference.ts';
import { childSumLstmCell } from '../../../src/nn/trees/childSumLstmCell.ts';
import { naryLstmCell } from '../../../src/nn/trees/naryLstmCell.ts';
import { recursiveCell } from '../../../src/nn/trees/recursiveCell.ts';
import { indexOn, treeBatch } from '../../../src/nn/trees/treeBatch.ts';
import type { TreeCell } from '../../../src/nn/trees/treeCell.ts';
import { treeSweep } from '../../../src/nn/trees/treeSweep.ts';
import { stream } from '../../../src/support/random.ts';
import { Context } from '../../../src/tensor/context.ts';
import { gatherRows } from '../../../src/tensor/operations/gatherRows.ts';
import { multiply } from '../../../src/tensor/operations/multiply.ts';
import { sum } from '../../../src/tensor/operations/sum.ts';
import { backward } from '../../../src/tensor/tape.ts';
import { type Fixture, fixtureNames, readFixture } from '../../fixtures/torch/readFixture.ts';

function cellOf(context: Context, { composition, ...sizes }: Fixture<'trees'>['case']): TreeCell {
  const options = { ...sizes, stream: stream(1) };
  if (composition === 'child-sum') return childSumLstmCell(context, options);
  if (composition === 'n-ary') return naryLstmCell(context, options);
  return recursiveCell(context, { ...options, tensor: composition === 'tensor' });
}

function expectClose(ours: ArrayLike<number>, stored: ArrayLike<number>, what: string): void {
  expect(ours.length).toBe(stored.length);
  for (let k = 0; k < ours.length; k++) {
    const error = Math.abs(ours[k] - stored[k]) / Math.max(1, Math.abs(stored[k]));
    expect(error, `${what}, element ${k}: ${ours[k]} against ${stored[k]}`).toBeLessThanOrEqual(1e-5);
  }
}

it.each(fixtureNames('trees'))('%s gives the numbers and gradients of PyTorch', (name) => {
  const fixture = readFixture('trees', name);
  const context = new Context(referenceBackend('float32'));
  const cell = cellOf(context, fixture.case);
  for (const [parameter, tensor] of Object.entries(cell.parameters)) {
    expect(tensor.shape).toEqual(fixture.tensor(parameter).shape);
    tensor.set(fixture.tensor(parameter).data);
  }
  const { parents } = fixture.case;
  const batch = treeBatch(parents);
  const starts = parents.map((_, tree) => parents.slice(0, tree).flat().length);
  const rows = indexOn(
    context,
    batch.trees.map((tree, row) => starts[tree] + batch.nodes[row]),
  );
  const x = context.parameter(fixture.tensor('x').data, fixture.tensor('x').shape);
  const dy = context.tensor(fixture.tensor('dy').data, fixture.tensor('dy').shape);
  context.step(() => {
    const y = treeSweep(context, cell, batch, gatherRows(x, rows));
    const stored = context.tensor(fixture.tensor('y').data, fixture.tensor('y').shape);
    expectClose(y.toArray(), gatherRows(stored, rows).toArray(), 'y');
    backward(sum(multiply(y, gatherRows(dy, rows))));
  });
  for (const [parameter, tensor] of Object.entries({ x, ...cell.parameters }))
    expectClose(tensor.gradient?.toArray() ?? [], fixture.tensor(`grad.${parameter}`).data, parameter);
});
