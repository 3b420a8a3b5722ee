import { afterAll, describe, expect, test } from 'vitest';
import { GridStructure } from '../../../src/nn/grids/gridStructure.ts';
import { mdlstmLayer } from '../../../src/nn/grids/mdlstmLayer.ts';
import { stream } from '../../../src/support/random.ts';
import { multiply } from '../../../src/tensor/operations/multiply.ts';
import { sum } from '../../../src/tensor/operations/sum.ts';
import { backward } from '../../../src/tensor/tape.ts';
import { fixtureNames, readFixture } from '../../fixtures/torch/readFixture.ts';
import { openContexts } from '../../support/contexts.ts';

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

function expectClose(what: string, got: ArrayLike<number> | undefined, want: Float32Array): void {
  expect(got?.length, what).toBe(want.length);
  want.forEach((value, k) =>
    expect(Math.abs((got?.[k] ?? NaN) - value), `${what}[${k}]`).toBeLessThanOrEqual(
      1e-5 * Math.max(1, Math.abs(value)),
    ),
  );
}

describe.each(opened)('PyTorch on $name', ({ context }) => {
  describe.each(fixtureNames('grids'))('%s', (name) => {
    test.each(['fused', 'plain'] as const)('%s', (path) => {
      const fixture = readFixture('grids', name);
      const { sizes, inputSize, hiddenSize, stable } = fixture.case;
      const layer = mdlstmLayer(context, { inputSize, hiddenSize, stable, stream: stream(1) });
      for (const [parameter, tensor] of Object.entries(layer.parameters))
        tensor.set(fixture.tensor(parameter).data);
      const x = context.parameter(fixture.tensor('x').data, fixture.tensor('x').shape);
      context.step(() => {
        const { data } = layer.run({ data: x, structure: GridStructure.of(sizes) }, { path });
        expectClose('y', data.toArray(), fixture.tensor('y').data);
        backward(sum(multiply(data, context.tensor(fixture.tensor('dy').data, data.shape))));
      });
      for (const [parameter, tensor] of Object.entries({ x, ...layer.parameters }))
        expectClose(parameter, tensor.gradient?.toArray(), fixture.tensor(`grad.${parameter}`).data);
    });
  });
});
