import type { Subject } from '../../src/inspect/subject.ts';
import { recurrentStack } from '../../src/nn/stack/recurrentStack.ts';
import type { Context } from '../../src/tensor/context.ts';
import { linear } from '../../src/tensor/operations/linear.ts';
import { reshape } from '../../src/tensor/operations/reshape.ts';
import { square } from '../../src/tensor/operations/square.ts';
import { fromTyped } from '../../src/tensor/ragged/fromTyped.ts';
import { toSequence } from '../../src/tensor/ragged/toSequence.ts';
import { readFixture } from '../fixtures/torch/readFixture.ts';

/** The network of a fixture, whose every step gives an answer; on its data, or on other `x` of as many steps. */
export function fixtureSubject(
  context: Context,
  name: string,
  x: ArrayLike<number> = readFixture('inspect', name).tensor('x').data,
): Subject {
  const fixture = readFixture('inspect', name);
  const { kind, layers, bidirectional, inputSize, hiddenSize, lengths } = fixture.case;
  const stack = recurrentStack(context, {
    ...{ inputSize, hiddenSize, layers, bidirectional },
    cell: { cell: kind },
  });
  for (const [parameter, tensor] of Object.entries(stack.parameters))
    tensor.set(fixture.tensor(`recurrent.${parameter}`).data);
  const output = (part: string): ReturnType<Context['tensor']> => {
    const { data, shape } = fixture.tensor(`output.${part}`);
    return context.tensor(data, shape);
  };
  const rows = lengths.flatMap((length, sequence) =>
    Array.from({ length }, (_, time) => ({ sequence, time })),
  );
  return {
    context,
    parameters: stack.parameters,
    batches: [
      {
        lengths,
        textAt: () => '',
        run() {
          const { output: states } = stack.run(
            fromTyped(context, Float32Array.from(x), lengths, [inputSize]),
          );
          const scores = reshape(linear(toSequence(states).data, output('weight'), output('bias')), [-1]);
          return {
            losses: square(scores),
            scores,
            sequences: rows.map(({ sequence }) => sequence),
            times: rows.map(({ time }) => time),
          };
        },
      },
    ],
  };
}
