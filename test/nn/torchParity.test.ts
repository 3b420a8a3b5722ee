import { afterAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/tensor/context.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import { toSequence } from '../../src/tensor/ragged/toSequence.ts';
import { backward } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { type CellChoice } from '../../src/nn/stack/cellChoice.ts';
import { recurrentStack, type StackState } from '../../src/nn/stack/recurrentStack.ts';
import { fixtureNames, readFixture } from '../fixtures/torch/readFixture.ts';
import { openContexts } from '../support/contexts.ts';

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

/** max|a-b| / max|b|. */
function distance(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  expect(ours.length).toBe(theirs.length);
  let difference = 0;
  let largest = 1e-12;
  for (let k = 0; k < theirs.length; k++) {
    difference = Math.max(difference, Math.abs(ours[k] - theirs[k]));
    largest = Math.max(largest, Math.abs(theirs[k]));
  }
  return difference / largest;
}

/** Runs a fixture forward and backward; the largest distance of any output, and of any named gradient. */
function compare(
  context: Context,
  name: string,
  path: 'fused' | 'plain',
): { forward: number; backward: number } {
  const fixture = readFixture('recurrent', name);
  const { kind, nonlinearity, layers, bidirectional, inputSize, hiddenSize, projectionSize, lengths } =
    fixture.case;
  const cell: CellChoice =
    kind === 'lstm'
      ? { cell: 'lstm', ...(projectionSize ? { projection: projectionSize } : {}) }
      : kind === 'gru'
        ? { cell: 'gru' }
        : { cell: 'rnn', activation: nonlinearity ?? 'tanh' };
  const stack = recurrentStack(context, { inputSize, hiddenSize, layers, bidirectional, cell });
  for (const [parameter, tensor] of Object.entries(stack.parameters))
    tensor.set(fixture.tensor(parameter).data);
  const directions = bidirectional ? 2 : 1;
  const states = kind === 'lstm' ? (['h', 'c'] as const) : (['h'] as const);
  const given = fixture.case.initialState === 'given';
  const x = context.parameter(fixture.tensor('x').data, fixture.tensor('x').shape);
  const rows = (tensor: string, index: number): Float32Array => {
    const { shape, data } = fixture.tensor(tensor);
    const size = shape[1] * shape[2];
    return data.slice(index * size, (index + 1) * size);
  };
  const initial = given
    ? Array.from({ length: layers }, (_, l) =>
        Array.from({ length: directions }, (_, d) =>
          Object.fromEntries(
            states.map((state) => [
              state,
              context.parameter(rows(`${state}0`, l * directions + d), [
                lengths.length,
                fixture.tensor(`${state}0`).shape[2],
              ]),
            ]),
          ),
        ),
      )
    : undefined;
  const distances = { forward: 0, backward: 0 };
  context.step(() => {
    const result = stack.run(ragged(x, Structure.of(lengths)), { path, ...(initial ? { initial } : {}) });
    const y = toSequence(result.output).data;
    let loss = sum(multiply(y, context.tensor(fixture.tensor('dy').data, y.shape)));
    distances.forward = distance(y.toArray(), fixture.tensor('y').data);
    result.final.forEach((layer, l) => {
      layer.forEach((final, d) => {
        for (const state of states) {
          const index = l * directions + d;
          const upstream = context.tensor(rows(`d${state}n`, index), final[state].shape);
          loss = add(loss, sum(multiply(final[state], upstream)));
          distances.forward = Math.max(
            distances.forward,
            distance(final[state].toArray(), rows(`${state}n`, index)),
          );
        }
      });
    });
    backward(loss);
  });
  const check = (ours: Tensor, theirs: ArrayLike<number>): void => {
    distances.backward = Math.max(distances.backward, distance(ours.gradient?.toArray() ?? [], theirs));
  };
  check(x, fixture.tensor('grad.x').data);
  for (const [parameter, tensor] of Object.entries(stack.parameters))
    check(tensor, fixture.tensor(`grad.${parameter}`).data);
  (initial as StackState | undefined)?.forEach((layer, l) => {
    layer.forEach((state, d) => {
      for (const key of states) check(state[key], rows(`grad.${key}0`, l * directions + d));
    });
  });
  return distances;
}

describe.each(opened)('PyTorch on $name', ({ context }) => {
  it.each(fixtureNames('recurrent'))('%s', (name) => {
    for (const path of ['fused', 'plain'] as const) {
      const { forward, backward } = compare(context, name, path);
      expect(forward, `${path} forward`).toBeLessThan(1e-5);
      expect(backward, `${path} backward`).toBeLessThan(1e-4);
    }
  });
});
