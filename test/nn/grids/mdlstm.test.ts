import { afterAll, describe, expect, test } from 'vitest';
import { referenceBackend } from '../../../src/backend/reference.ts';
import type { GridCell } from '../../../src/nn/grids/gridCell.ts';
import { type GridDirection, GridStructure } from '../../../src/nn/grids/gridStructure.ts';
import { gridSweep } from '../../../src/nn/grids/gridSweep.ts';
import { mdlstmCell } from '../../../src/nn/grids/mdlstmCell.ts';
import { lstmCell } from '../../../src/nn/cells/lstmCell.ts';
import { recurrence } from '../../../src/nn/recurrence/recurrence.ts';
import { stream, uniform } from '../../../src/support/random.ts';
import { Context } from '../../../src/tensor/context.ts';
import { multiply } from '../../../src/tensor/operations/multiply.ts';
import { sum } from '../../../src/tensor/operations/sum.ts';
import { ragged } from '../../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { backward } from '../../../src/tensor/tape.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { openContexts } from '../../support/contexts.ts';

const I = 3;
const sizes = [
  [2, 3],
  [1, 4],
  [0, 2],
  [4, 2],
  [1, 1],
] as const;
const directions: readonly GridDirection[] = ['down-right', 'down-left', 'up-right', 'up-left'];

const inputOf = (grid: number, cell: number, features = I): number[] =>
  Array.from({ length: features }, (_, k) => 4 * uniform(stream(9, grid, cell), k) - 2);

const cellOf = (context: Context, hiddenSize: number, stable: boolean): GridCell =>
  mdlstmCell(context, { inputSize: I, hiddenSize, stable, stream: stream(1) });

interface Run {
  readonly h: number[][];
  readonly dx: number[][];
  readonly gradients: Readonly<Record<string, number[]>>;
}

/** h and dL/dx of each grid, and the gradients of all parameters, for a loss that depends on every output. */
function run(
  context: Context,
  cell: GridCell,
  grids: readonly number[],
  options: Parameters<typeof gridSweep>[2] = {},
): Run {
  return context.step(() => {
    const structure = GridStructure.of(grids.map((grid) => sizes[grid]));
    const cells = grids.flatMap((grid) =>
      Array.from({ length: sizes[grid][0] * sizes[grid][1] }, (_, cell) => inputOf(grid, cell)),
    );
    const x = context.parameter(cells.flat(), [cells.length, I]);
    for (const parameter of Object.values(cell.parameters)) parameter.gradient = undefined;
    const { data } = gridSweep(cell, { data: x, structure }, options);
    backward(sum(multiply(data, multiply(data, data))));
    const byGrid = (tensor: Tensor | undefined): number[][] =>
      grids.map((_, k) => {
        const width = (tensor?.size ?? 0) / structure.total;
        return [...(tensor?.toArray() ?? [])].slice(
          width * structure.starts[k],
          width * structure.starts[k + 1],
        );
      });
    const gradients = Object.entries(cell.parameters).map(([name, parameter]) => [
      name,
      [...(parameter.gradient?.toArray() ?? [])],
    ]);
    return { h: byGrid(data), dx: byGrid(x.gradient), gradients: Object.fromEntries(gradients) };
  });
}

const opened = await openContexts();
afterAll(() => {
  for (const { context } of opened) context.close();
});

function expectClose(got: readonly number[], want: readonly number[], tolerance: number): void {
  expect(got.length).toBe(want.length);
  const scale = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  got.forEach((value, k) => expect(Math.abs(value - want[k])).toBeLessThanOrEqual(tolerance * scale));
}

describe.each(opened)('$name', ({ name: engine, context }) => {
  const all = [3, 0, 2, 1, 4];
  const tolerance = engine.includes('float64') ? 1e-12 : 3e-5;

  describe.each([false, true])('stable: %s', (stable) => {
    const cell = cellOf(context, 19, stable);

    test.each(directions)('%s: the fused sweep equals the network unrolled with operations', (direction) => {
      const fused = run(context, cell, all, { direction });
      const plain = run(context, cell, all, { direction, path: 'plain' });
      expectClose(fused.h.flat(), plain.h.flat(), tolerance);
      expectClose(fused.dx.flat(), plain.dx.flat(), tolerance);
      for (const name of Object.keys(cell.parameters))
        expectClose(fused.gradients[name], plain.gradients[name], tolerance);
    });

    test('a grid alone gives the bits that it gives in a batch', () => {
      const batch = run(context, cell, all);
      all.forEach((grid, place) => {
        const alone = run(context, cell, [grid]);
        expect(alone.h[0]).toEqual(batch.h[place]);
        expect(alone.dx[0]).toEqual(batch.dx[place]);
      });
    });
  });
});

test.each([false, true])('gradients are those of central differences, stable: %s', (stable) => {
  const context = new Context(referenceBackend('float64'));
  const cell = cellOf(context, 2, stable);
  const loss = (): number =>
    run(context, cell, [0, 1, 3], { direction: 'up-right' })
      .h.flat()
      .reduce((total, value) => total + value ** 3, 0);
  const { gradients } = run(context, cell, [0, 1, 3], { direction: 'up-right' });
  for (const [name, parameter] of Object.entries(cell.parameters)) {
    const values = parameter.toArray();
    for (let k = 0; k < values.length; k++) {
      const at = (value: number): number => {
        parameter.set(values.with(k, value));
        return loss();
      };
      expect(gradients[name][k]).toBeCloseTo((at(values[k] + 1e-5) - at(values[k] - 1e-5)) / 2e-5, 7);
    }
    parameter.set(values);
  }
});

test('on a grid of one row it is the LSTM', () => {
  const context = new Context(referenceBackend('float64'));
  const H = 4;
  const cell = cellOf(context, H, false);
  const lstm = lstmCell(context, { inputSize: I, hiddenSize: H, bias: true, stream: stream(2) });
  /** The rows of the gates i, e, g, o, in PyTorch's order; only the columns of h_left. */
  const gatesOf = (tensor: Tensor, from: number): number[] => {
    const [rows, width = 1] = tensor.shape;
    const values = [...tensor.toArray()];
    return [0, 2, 3, 4].flatMap((gate) =>
      Array.from({ length: rows / 5 }, (_, unit) => gate * (rows / 5) + unit).flatMap((row) =>
        values.slice(row * width + from, (row + 1) * width),
      ),
    );
  };
  lstm.parameters.weight_ih.set(gatesOf(cell.parameters.weight_ih, 0));
  lstm.parameters.weight_hh.set(gatesOf(cell.parameters.weight_hh, H));
  lstm.parameters.bias_ih.set(gatesOf(cell.parameters.bias, 0));
  lstm.parameters.bias_hh.set(new Float64Array(4 * H));
  const steps = 6;
  const x = context.tensor(Array.from({ length: steps }, (_, t) => inputOf(0, t)).flat(), [steps, I]);
  const row = gridSweep(cell, { data: x, structure: GridStructure.of([[1, steps]]) }).data.toArray();
  const expected = recurrence(lstm, ragged(x, Structure.of([steps]))).output.data.toArray();
  row.forEach((value, k) => expect(value).toBeCloseTo(expected[k], 12));
});

test('a stable cell does not grow where the standard one doubles', () => {
  const context = new Context(referenceBackend('float64'));
  const largest = (stable: boolean): number => {
    const cell = mdlstmCell(context, { inputSize: 1, hiddenSize: 1, stable, stream: stream(3) });
    // All gates but the candidate's open, whatever the input: f, e, i and o are 1, g is tanh(1).
    cell.parameters.weight_ih.set(new Float64Array(5));
    cell.parameters.weight_hh.set(new Float64Array(10));
    cell.parameters.bias.set([-20, 20, stable ? 0 : 20, 1, 20]);
    const memory = { h: context.full([1, 1], 0), c: context.full([1, 1], 1) };
    return cell.step(cell.project(context.zeros([1, 1])), memory, memory).c.item();
  };
  expect(largest(false)).toBeCloseTo(2, 6);
  expect(largest(true)).toBeCloseTo(1, 6);
});

test('an input of another width is refused', () => {
  const context = new Context(referenceBackend('float32'));
  const structure = GridStructure.of([[1, 2]]);
  expect(() => gridSweep(cellOf(context, 4, false), { data: context.zeros([2, 5]), structure })).toThrow(
    'the input has shape [2, 5], the cell reads [N, 3]',
  );
});
