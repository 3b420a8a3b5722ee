import { mdlstmBackward, mdlstmForward } from '../../../src/kernels/sweeps/mdlstm.ts';
import { GridStructure } from '../../../src/nn/grids/gridStructure.ts';
import { type Case, caseOf, floats, zeros } from '../case.ts';

/** Grids that are few, many, of one row or column, without cells; units around the widths of vectors and tiles. */
const batches: readonly { sizes: readonly (readonly [number, number])[]; hidden: number }[] = [
  {
    sizes: [
      [4, 7],
      [1, 5],
      [6, 1],
      [0, 3],
      [3, 3],
      [2, 9],
    ],
    hidden: 19,
  },
  { sizes: [[12, 9]], hidden: 67 },
  { sizes: Array.from({ length: 21 }, (_, k): [number, number] => [1 + (k % 4), 1 + (k % 7)]), hidden: 9 },
  { sizes: [[1, 1]], hidden: 131 },
  { sizes: Array.from({ length: 150 }, (_, k): [number, number] => [1 + (k % 2), 1 + (k % 3)]), hidden: 5 },
  { sizes: [[0, 0]], hidden: 4 },
];

const FEATURES = 6;

/** Room for a packed weight of five gates. */
const packedRoom = (hidden: number, inputs: number): Float32Array =>
  zeros(5 * 64 * Math.ceil(hidden / 64) * inputs);

function casesOf(structure: GridStructure, H: number, stable: boolean): Case[] {
  const { total: N, count, starts } = structure;
  const { sizes: diagonalSizes, grids, up, left, down, right } = structure.diagonals;
  const name = `${stable ? 'stable ' : ''}${count} grids, ${N} cells, H${H}`;
  const places = { diagonalSizes, grids, starts, up, left };
  const numbers = { rows: N, diagonals: diagonalSizes.length, count, hidden: H, stable: Number(stable) };
  const weight = floats(10 * H * H, -0.5, 0.5);
  const results = { y: zeros(N * H), c: zeros(N * H) };
  const tolerances = { tolerance: 4e-5, scale: 'largest' } as const;
  return [
    caseOf(mdlstmForward, name, {
      buffers: {
        ...places,
        ...results,
        weight,
        x: floats(N * 5 * H),
        gates: zeros(N * 5 * H),
        recurrentInput: zeros(N * 2 * H),
      },
      numbers: { ...numbers, inputSize: 0, isPacked: 0, isInputPacked: 0 },
      outputs: ['y', 'c', 'gates', 'recurrentInput'],
      ...tolerances,
    }),
    caseOf(mdlstmForward, `${name}, from the input, nothing saved`, {
      buffers: {
        ...places,
        ...results,
        weight,
        packed: packedRoom(H, 2 * H),
        input: floats(N * FEATURES),
        inputWeight: floats(5 * H * FEATURES, -0.5, 0.5),
        inputBias: floats(5 * H, -0.5, 0.5),
        packedInput: packedRoom(H, FEATURES),
      },
      numbers: { ...numbers, inputSize: FEATURES, isPacked: 0, isInputPacked: 0 },
      outputs: ['y', 'c'],
      ...tolerances,
    }),
    caseOf(mdlstmBackward, name, {
      buffers: {
        ...places,
        down,
        right,
        weight: floats(10 * H * H, -0.1, 0.1),
        gates: floats(N * 5 * H, 0.05, 0.45),
        c: floats(N * H, -1, 1),
        dy: floats(N * H, -1, 1),
        dx: zeros(N * 5 * H),
        dc: zeros(N * H),
        drecurrent: zeros(N * 2 * H),
      },
      numbers,
      outputs: ['dx', 'dc', 'drecurrent'],
      ...tolerances,
    }),
  ];
}

export const cases: readonly Case[] = batches.flatMap(({ sizes, hidden }) =>
  [false, true].flatMap((stable) => casesOf(GridStructure.of(sizes), hidden, stable)),
);
