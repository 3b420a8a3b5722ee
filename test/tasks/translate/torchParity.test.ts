import { afterAll, describe, expect, it } from 'vitest';
import { translateModel } from '../../../src/tasks/translate/translateModel.ts';
import { backward } from '../../../src/tensor/tape.ts';
import { fixtureNames, readFixture } from '../../fixtures/torch/readFixture.ts';
import { openContexts } from '../../support/contexts.ts';

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

describe.each(opened)('PyTorch on $name', ({ context }) => {
  it.each(fixtureNames('translate'))('%s: the loss of a batch and the gradients of all weights', (name) => {
    const fixture = readFixture('translate', name);
    const { cell, symbols, sources, targets, smoothing, coverage = 0, ...shape } = fixture.case;
    const architecture = {
      ...shape,
      cell: { cell },
      sourceSymbols: symbols,
      targetSymbols: symbols,
      shared: shape.pointer === true,
      bidirectional: true,
      bridge: 'tanh',
      dropout: 0,
      ...(coverage > 0 && { coverage: true }),
    } as const;
    const { parameters, loss } = translateModel(context, architecture, 1);
    for (const [parameter, tensor] of Object.entries(parameters)) tensor.set(fixture.tensor(parameter).data);
    const typed = (lists: number[][]): Int32Array[] => lists.map((list) => Int32Array.from(list));
    const batch = { sources: typed(sources), targets: typed(targets) };
    context.step(() => {
      const made = loss(batch, undefined, { smoothing, coverage });
      expect(made.loss.item()).toBeCloseTo(fixture.tensor('loss').data[0], 5);
      backward(made.loss);
    });
    for (const [parameter, tensor] of Object.entries(parameters)) {
      const want = fixture.tensor(`grad.${parameter}`).data;
      const got = tensor.gradient?.toArray() ?? [];
      expect(got.length, parameter).toBe(want.length);
      want.forEach((value, k) => expect(Math.abs(got[k] - value), `${parameter}[${k}]`).toBeLessThan(2e-6));
    }
  });
});
