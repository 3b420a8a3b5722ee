import { afterAll, describe, expect, it } from 'vitest';
import { gradientThroughTime, type StateGradient } from '../../src/inspect/gradient/gradientThroughTime.ts';
import { pickAnswers } from '../../src/inspect/gradient/pickAnswers.ts';
import type { Subject } from '../../src/inspect/subject.ts';
import { recurrentStack } from '../../src/nn/stack/recurrentStack.ts';
import { linear } from '../../src/tensor/operations/linear.ts';
import { reshape } from '../../src/tensor/operations/reshape.ts';
import { square } from '../../src/tensor/operations/square.ts';
import type { Context } from '../../src/tensor/context.ts';
import { fromTyped } from '../../src/tensor/ragged/fromTyped.ts';
import { toSequence } from '../../src/tensor/ragged/toSequence.ts';
import { fixtureNames, readFixture } from '../fixtures/torch/readFixture.ts';
import { openContexts } from '../support/contexts.ts';

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

/** A fixture's network, whose every step gives an answer. */
function subjectOf(context: Context, name: string): Subject {
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
            fromTyped(context, fixture.tensor('x').data, lengths, [inputSize]),
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

/** What PyTorch's norms give by lag: those of the answers that are picked. */
function expected(name: string, { layer, direction, state }: StateGradient): number[][] {
  const { case: about, tensor } = readFixture('inspect', name);
  const { data, shape } = tensor(`norms.l${layer - 1}${direction === 'backward' ? '_reverse' : ''}.${state}`);
  const sequences = about.lengths.flatMap((length, k) => new Array<number>(length).fill(k));
  const byLag: number[][] = [];
  for (const m of pickAnswers({ sequences }, 4).flat()) {
    const length = about.lengths[sequences[m]];
    const time = m - sequences.indexOf(sequences[m]);
    const count = direction === 'backward' ? length - time : time + 1;
    for (let lag = 0; lag < count; lag++) {
      const at = direction === 'backward' ? time + lag : time - lag;
      (byLag[lag] ??= []).push(data[m * shape[1] + at]);
    }
  }
  return byLag;
}

describe.each(opened)('gradients through time are those of PyTorch, on $name', ({ context }) => {
  it.each(fixtureNames('inspect'))('%s', (name) => {
    const { layers, bidirectional, kind } = readFixture('inspect', name).case;
    const { states, answers } = gradientThroughTime(subjectOf(context, name));
    expect(states.length).toBe(layers * (bidirectional ? 2 : 1) * (kind === 'lstm' ? 2 : 1));
    for (const found of states) {
      const byLag = expected(name, found);
      expect(answers).toBe(byLag[0].length);
      const counts = byLag.map((norms) => norms.length).filter((count) => count >= 0.1 * answers);
      expect(found.counts).toEqual(counts);
      counts.forEach((count, lag) => {
        const mean = byLag[lag].reduce((a, b) => a + b, 0) / count;
        expect(Math.abs(found.mean[lag] - mean)).toBeLessThan(2e-5 * Math.max(0.01, mean));
        const sorted = [...byLag[lag]].sort((a, b) => a - b);
        const middle = (sorted[Math.floor((count - 1) / 2)] + sorted[Math.ceil((count - 1) / 2)]) / 2;
        expect(Math.abs(found.median[lag] - middle)).toBeLessThan(2e-5 * Math.max(0.01, middle));
      });
    }
  });
});
