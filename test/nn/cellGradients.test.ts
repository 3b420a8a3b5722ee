import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/nn/cells/cell.ts';
import { recurrence } from '../../src/nn/recurrence/recurrence.ts';
import { makeCell, type CellChoice } from '../../src/nn/stack/cellChoice.ts';
import { normal, stream } from '../../src/support/random.ts';
import { referenceBackend } from '../../src/backend/reference.ts';
import { Context } from '../../src/tensor/context.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import { backward } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { minimalCell } from './minimalCell.ts';

const context = new Context(referenceBackend('float64'));
const sizes = { inputSize: 2, hiddenSize: 3, stream: stream(11) };
const noise = { recurrentDropout: 0.3, zoneout: 0.2 };

const choices: CellChoice[] = [
  { cell: 'lstm' },
  { cell: 'lstm', peephole: true, norm: true, ...noise },
  { cell: 'lstm', projection: 2, coupled: true, peephole: true },
  { cell: 'gru', norm: true, ...noise },
  { cell: 'gru', reset: 'before', norm: true, ...noise },
  { cell: 'rnn', norm: true, ...noise },
  { cell: 'rnn', activation: 'relu' },
  { cell: 'jordan', outputSize: 2, norm: true, outputActivation: 'sigmoid', ...noise },
  { cell: 'slstm' },
  { cell: 'slstm', heads: 3, bias: false, recurrentDropout: 0.3 },
  { cell: 'mingru' },
  { cell: 'minlstm', norm: true, bias: false },
  { cell: 'lru' },
  { cell: 'lru', glu: true },
];

const cells: [name: string, cell: Cell][] = [
  ...choices.map((choice): [string, Cell] => [JSON.stringify(choice), makeCell(context, choice, sizes)]),
  ["a user's own cell", minimalCell(context, 2, 3)],
];

const random = (size: number, seed: number): Float64Array =>
  Float64Array.from({ length: size }, (_, unit) => normal(stream(seed), unit));

const structure = Structure.of([3, 1, 4]);

describe.each(cells)('gradients are those of central differences: %s', (_, cell) => {
  it.each([
    ['fused', false],
    ['fused', true],
    ['plain', false],
    ['plain', true],
  ] as const)('%s, reverse %s', (path, reverse) => {
    const x = context.parameter(random(structure.total * 2, 1), [structure.total, 2]);
    const initial = Object.fromEntries(
      Object.entries(cell.stateSizes).map(([name, size], k) => [
        name,
        // A normaliser is positive.
        context.parameter(
          random(3 * size, 2 + k).map((value) => (name === 'n' ? 0.2 + Math.abs(value) : value)),
          [3, size],
        ),
      ]),
    );
    const lossOf = (): Tensor => {
      const pass = { training: true, seed: 1, step: 1 };
      const { output, final } = recurrence(cell, ragged(x, structure), { path, reverse, pass, initial });
      const weighted = (tensor: Tensor, seed: number): Tensor =>
        sum(multiply(tensor, context.tensor(random(tensor.size, seed), tensor.shape)));
      return Object.values(final).reduce(
        (total, state, k) => add(total, weighted(state, 30 + k)),
        weighted(output.data, 20),
      );
    };
    const inputs = [x, ...Object.values(initial), ...Object.values(cell.parameters)];
    for (const input of inputs) input.gradient = undefined;
    context.step(() => backward(lossOf()));
    const step = 1e-6;
    for (const input of inputs) {
      const values = input.toArray();
      const analytic = input.gradient?.toArray() ?? [];
      values.forEach((value, k) => {
        const at = (shifted: number): number => {
          const changed = values.slice();
          changed[k] = shifted;
          input.set(changed);
          return context.step(() => lossOf().item());
        };
        const numeric = (at(value + step) - at(value - step)) / (2 * step);
        input.set(values);
        expect(Math.abs(analytic[k] - numeric)).toBeLessThan(2e-6 * Math.max(1, Math.abs(numeric)));
      });
    }
  });
});
