import { afterAll, describe, expect, it } from 'vitest';
import { recurrence } from '../../src/nn/recurrence/recurrence.ts';
import { makeCell } from '../../src/nn/stack/cellChoice.ts';
import { stream } from '../../src/support/random.ts';
import type { Context } from '../../src/tensor/context.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import { toSequence } from '../../src/tensor/ragged/toSequence.ts';
import { backward } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { fixtureNames, readFixture } from '../fixtures/torch/readFixture.ts';
import { openContexts } from '../support/contexts.ts';

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

/** Everything that a fixture's cell gives: outputs, final states and gradients, by the fixture's names. */
function compute(context: Context, name: string, path: 'fused' | 'plain'): Record<string, ArrayLike<number>> {
  const fixture = readFixture('explicit', name);
  const { cell: choice, inputSize, hiddenSize, reverse, lengths, states } = fixture.case;
  const cell = makeCell(context, choice, { inputSize, hiddenSize, stream: stream(1) });
  for (const [parameter, tensor] of Object.entries(cell.parameters))
    tensor.set(fixture.tensor(parameter).data);
  const input = (tensor: string): Tensor => {
    const { data, shape } = fixture.tensor(tensor);
    return context.parameter(data, shape);
  };
  const x = input('x');
  const initial = Object.fromEntries(states.map((state) => [state, input(`${state}0`)]));
  const values: Record<string, ArrayLike<number>> = {};
  context.step(() => {
    const { output, final } = recurrence(cell, ragged(x, Structure.of(lengths)), { path, reverse, initial });
    const outputs: Record<string, Tensor> = {
      y: toSequence(output).data,
      ...Object.fromEntries(states.map((state) => [`${state}n`, final[state]])),
    };
    const losses = Object.entries(outputs).map(([key, tensor]) => {
      values[key] = tensor.toArray();
      return sum(multiply(tensor, context.tensor(fixture.tensor(`d${key}`).data, tensor.shape)));
    });
    backward(losses.reduce((total, loss) => add(total, loss)));
  });
  const given = Object.entries(initial).map(([state, tensor]): [string, Tensor] => [`${state}0`, tensor]);
  for (const [key, { gradient }] of [...Object.entries({ x, ...cell.parameters }), ...given])
    values[`grad.${key}`] = gradient?.toArray() ?? [];
  return values;
}

describe.each(opened)('cells written out in PyTorch, on $name', ({ context }) => {
  it.each(fixtureNames('explicit'))('%s', (name) => {
    const fixture = readFixture('explicit', name);
    for (const path of ['fused', 'plain'] as const) {
      const values = compute(context, name, path);
      expect(Object.keys(values).filter((key) => key.startsWith('grad')).length).toBe(
        [...fixture.tensors.keys()].filter((key) => key.startsWith('grad')).length,
      );
      for (const [key, ours] of Object.entries(values)) {
        const theirs = fixture.tensor(key).data;
        expect(ours.length, `${path} ${key}`).toBe(theirs.length);
        const largest = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
        const errors = Array.from(theirs, (value, k) => Math.abs(ours[k] - value) / largest);
        expect(Math.max(...errors), `${path} ${key}`).toBeLessThan(key.startsWith('grad') ? 1e-4 : 1e-5);
      }
    }
  });
});
