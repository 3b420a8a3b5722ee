import { afterAll, describe, expect, it } from 'vitest';
import type { CellChoice } from '../../src/nn/stack/cellChoice.ts';
import { recurrentStack, type StackState } from '../../src/nn/stack/recurrentStack.ts';
import { normal, stream } from '../../src/support/random.ts';
import type { Context } from '../../src/tensor/context.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import { backward } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { openContexts } from '../support/contexts.ts';
import { pairwise } from '../support/pairwise.ts';

const cells: Record<string, CellChoice> = {
  lstm: { cell: 'lstm' },
  coupled: { cell: 'lstm', coupled: true },
  gruAfter: { cell: 'gru', reset: 'after' },
  gruBefore: { cell: 'gru', reset: 'before' },
  tanh: { cell: 'rnn', activation: 'tanh' },
  relu: { cell: 'rnn', activation: 'relu' },
  jordan: { cell: 'jordan', outputSize: 3, outputActivation: 'tanh' },
  jordanLinear: { cell: 'jordan', outputSize: 4, activation: 'relu' },
  slstm: { cell: 'slstm' },
  mingru: { cell: 'mingru' },
  minlstm: { cell: 'minlstm' },
  lru: { cell: 'lru' },
  lruGated: { cell: 'lru', glu: true },
};

/** What cells do not have. */
const lacks: Partial<Record<CellChoice['cell'], readonly string[]>> = {
  slstm: ['norm', 'zoneout'],
  mingru: ['dropout', 'zoneout'],
  minlstm: ['dropout', 'zoneout'],
  lru: ['norm', 'dropout', 'zoneout'],
};

const noises = { none: {}, dropout: { recurrentDropout: 0.4 }, zoneout: { zoneout: 0.3 } };

/** Not sorted; with a 1, with an empty one, and more than one vector of rows. */
const batches = {
  equal: [4, 4, 4],
  ragged: [3, 7, 1, 5],
  empty: [2, 0, 6],
  one: [5],
  many: [1, 2, 3, 9, 3, 2, 8, 1, 4],
};

const rows = pairwise(
  {
    cell: Object.keys(cells),
    norm: [false, true],
    noise: Object.keys(noises) as (keyof typeof noises)[],
    projection: [false, true],
    peephole: [false, true],
    bidirectional: [false, true],
    layers: [1, 2],
    lengths: Object.keys(batches) as (keyof typeof batches)[],
    training: [true, false],
    hidden: [5, 16],
  },
  ({ cell, projection, peephole, norm, noise }) => {
    const lacking = lacks[cells[cell].cell] ?? [];
    if (lacking.includes(noise) || (norm && lacking.includes('norm'))) return false;
    return cells[cell].cell === 'lstm' || (!projection && !peephole);
  },
);

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

const random = (size: number, seed: number): Float32Array =>
  Float32Array.from({ length: size }, (_, unit) => normal(stream(seed), unit));

/** Everything that a run gives: outputs, final states, traces, gradients. */
function run(
  context: Context,
  row: (typeof rows)[number],
  path: 'fused' | 'plain',
): Record<string, ArrayLike<number>> {
  const { projection, peephole, norm, bidirectional, layers, training, hidden } = row;
  const extra = { ...(projection ? { projection: 3 } : {}), ...(peephole ? { peephole } : {}) };
  const stack = recurrentStack(context, {
    inputSize: 3,
    hiddenSize: hidden,
    layers,
    bidirectional,
    cell: { ...cells[row.cell], ...extra, norm, ...noises[row.noise] } as CellChoice,
    seed: 7,
  });
  // Gains and normalisation biases away from their neutral start.
  Object.entries(stack.parameters).forEach(([name, tensor], k) => {
    if (/gain|bias_c/.test(name)) tensor.set(random(tensor.size, 100 + k).map((value) => 1 + 0.3 * value));
  });
  const structure = Structure.of(batches[row.lengths]);
  const x = context.parameter(random(structure.total * 3, 1), [structure.total, 3]);
  const initial: StackState = stack.cells.map((layer, l) =>
    layer.map((cell, d) =>
      Object.fromEntries(
        Object.entries(cell.stateSizes).map(([name, size], k) => [
          name,
          context.parameter(
            // A normaliser is positive, or 0 where there is no past.
            random(structure.count * size, 50 + 10 * l + 4 * d + k).map((value) =>
              name === 'n' ? Math.abs(value) * Number(value > -1) : value,
            ),
            [structure.count, size],
          ),
        ]),
      ),
    ),
  );
  const values: Record<string, ArrayLike<number>> = {};
  context.step(() => {
    const pass = { training, seed: 3, step: 5 };
    const result = stack.run(ragged(x, structure), { pass, path, initial, trace: true });
    const weighted = (tensor: Tensor, seed: number): Tensor =>
      sum(multiply(tensor, context.tensor(random(tensor.size, seed), tensor.shape)));
    let loss = weighted(result.output.data, 2);
    values.output = result.output.data.toArray();
    result.final.forEach((layer, l) => {
      layer.forEach((state, d) => {
        Object.entries(state).forEach(([name, tensor], k) => {
          values[`final ${l} ${d} ${name}`] = tensor.toArray();
          loss = add(loss, weighted(tensor, 200 + 10 * l + 4 * d + k));
        });
      });
    });
    result.trace.forEach((layer, l) => {
      layer.forEach((trace, d) => {
        for (const [name, { data }] of Object.entries(trace))
          values[`trace ${l} ${d} ${name}`] = data.toArray();
      });
    });
    backward(loss);
  });
  const gradients: Record<string, Tensor> = { x, ...stack.parameters };
  initial.forEach((layer, l) => {
    layer.forEach((state, d) => {
      for (const [name, tensor] of Object.entries(state)) gradients[`initial ${l} ${d} ${name}`] = tensor;
    });
  });
  for (const [name, tensor] of Object.entries(gradients))
    values[`gradient ${name}`] = tensor.gradient?.toArray() ?? [];
  return values;
}

describe.each(opened)('on $name', ({ context }) => {
  it.each(rows)('%j', (row) => {
    const fused = run(context, row, 'fused');
    const plain = run(context, row, 'plain');
    expect(Object.keys(fused).sort()).toEqual(Object.keys(plain).sort());
    const tolerance = context.backend.precision === 'float64' ? 1e-11 : 5e-5;
    for (const [name, values] of Object.entries(plain)) {
      expect(fused[name].length, name).toBe(values.length);
      const largest = Math.max(1, ...Array.from(values, Math.abs));
      let difference = 0;
      for (let k = 0; k < values.length; k++)
        difference = Math.max(difference, Math.abs(fused[name][k] - values[k]));
      expect(difference / largest, name).toBeLessThan(tolerance);
    }
  });
});
