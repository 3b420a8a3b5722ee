import type { Subject } from '../../src/inspect/subject.ts';
import { rnnCell } from '../../src/nn/cells/rnnCell.ts';
import { recurrence } from '../../src/nn/recurrence/recurrence.ts';
import { stream } from '../../src/support/random.ts';
import type { Context } from '../../src/tensor/context.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { fromTyped } from '../../src/tensor/ragged/fromTyped.ts';
import { lastStep } from '../../src/tensor/ragged/lastStep.ts';

/**
 * Leaky integrators: h(t) = a h(t-1) + x(t) for each factor a, from a ReLU network whose numbers are never negative. Two
 * sequences of ones; the answer to each is the sum of its last state.
 */
export function leakySubject(context: Context, factors: readonly number[], length: number): Subject {
  const H = factors.length;
  const cell = rnnCell(context, { inputSize: H, hiddenSize: H, activation: 'relu', stream: stream(1) });
  const diagonal = (values: (unit: number) => number): Float64Array =>
    Float64Array.from({ length: H * H }, (_, k) => (k % (H + 1) === 0 ? values(k % H) : 0));
  const values: Record<string, Float64Array> = {
    weight_ih: diagonal(() => 1),
    weight_hh: diagonal((unit) => factors[unit]),
  };
  for (const [name, tensor] of Object.entries(cell.parameters))
    tensor.set(values[name] ?? new Float64Array(tensor.size));
  const lengths = [length, length];
  return {
    context,
    parameters: cell.parameters,
    batches: [
      {
        lengths,
        textAt: () => '1',
        run() {
          const x = fromTyped(context, new Float64Array(2 * length * H).fill(1), lengths, [H]);
          const scores = sum(lastStep(recurrence(cell, x).output), 1);
          return { losses: scores, scores, sequences: [0, 1], times: [-1, -1] };
        },
      },
    ],
  };
}
