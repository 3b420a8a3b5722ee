import { afterAll, describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { describeShares } from '../../src/inspect/weights/describeShares.ts';
import { weightShares } from '../../src/inspect/weights/weightShares.ts';
import type { Subject } from '../../src/inspect/subject.ts';
import { recurrentStack } from '../../src/nn/stack/recurrentStack.ts';
import type { CellChoice } from '../../src/nn/stack/cellChoice.ts';
import { Context } from '../../src/tensor/context.ts';
import { mean } from '../../src/tensor/operations/mean.ts';
import { square } from '../../src/tensor/operations/square.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { fromTyped } from '../../src/tensor/ragged/fromTyped.ts';
import { gradients } from '../../src/tensor/tape.ts';
import { leakySubject } from './leakySubject.ts';

const context = new Context(referenceBackend('float64'));
afterAll(() => context.close());

it('each step of a leaky integrator adds what the chain rule says', () => {
  const [a, T] = [0.8, 12];
  const [{ norms, alignment, shares, combined }] = weightShares(leakySubject(context, [a], T)).recurrences;
  // dL/da is the sum over t of a^(T-1-t) h(t-1), of inputs of 1.
  const h = (t: number): number => (1 - a ** (t + 1)) / (1 - a);
  const parts = Array.from({ length: T }, (_, t) => a ** (T - 1 - t) * (t === 0 ? 0 : h(t - 1)));
  const all = parts.reduce((x, y) => x + y);
  parts.forEach((part, t) => {
    expect(norms[t]).toBeCloseTo(part, 5);
    expect(shares[t]).toBeCloseTo(part / all, 6);
    if (t > 0) expect(alignment[t]).toBeCloseTo(1, 10);
  });
  expect(combined).toBeCloseTo(all, 5);
});

/** A stack whose every step answers; sequences of 5 and 3 steps. */
function subjectOf(cell: CellChoice, bidirectional: boolean): Subject {
  const stack = recurrentStack(context, {
    inputSize: 2,
    hiddenSize: 4,
    layers: 2,
    bidirectional,
    cell,
    seed: 5,
  });
  return {
    context,
    parameters: stack.parameters,
    batches: [
      {
        lengths: [5, 3],
        textAt: () => '',
        run() {
          const x = fromTyped(
            context,
            Float64Array.from({ length: 16 }, (_, k) => Math.sin(k)),
            [5, 3],
            [2],
          );
          const { data, structure } = stack.run(x).output;
          const losses = sum(square(data), 1);
          return {
            losses,
            scores: losses,
            sequences: structure.owners('packed'),
            times: structure.times('packed'),
          };
        },
      },
    ],
  };
}

describe.each(['lstm', 'gru', 'rnn', 'slstm'] as const)('the parts of an %s', (cell) => {
  it('add up to the gradient of the fused sweep', () => {
    const subject = subjectOf({ cell }, true);
    const { recurrences: found } = weightShares(subject);
    expect(found).toHaveLength(4);
    for (const { layer, direction, combined, shares, norms } of found) {
      const name = `weight_hh_l${layer - 1}${direction === 'backward' ? '_reverse' : ''}`;
      const norm = context.step(() => {
        const loss = mean(subject.batches[0].run().losses);
        return Math.hypot(...(gradients([loss], [subject.parameters[name]])[0]?.toArray() ?? []));
      });
      expect(combined).toBeCloseTo(norm, 5);
      expect(shares.reduce((x, y) => x + y)).toBeCloseTo(1, 6);
      // The first step that is taken reads a state of zeros.
      const first = direction === 'backward' ? norms.length - 1 : 0;
      expect(norms[first]).toBe(0);
      expect(norms.filter((value) => value > 0).length).toBe(4);
    }
  });
});

it('a network without recurrent weights is told of', () => {
  const found = weightShares(subjectOf({ cell: 'mingru' }, false));
  expect(found).toEqual({ recurrences: [], tooLarge: [] });
  expect(describeShares(found).paragraphs[0]).toContain('No cell of the network multiplies its state');
});

it('a weight that is too large to keep its steps apart is told of', () => {
  const { paragraphs, table } = describeShares({ recurrences: [], tooLarge: ['recurrent, layer 1'] });
  expect(paragraphs).toEqual([
    'recurrent, layer 1: too many steps of too large a weight to keep apart; give a shorter --length.',
  ]);
  expect(table).toBeUndefined();
});
