import { crf } from '../../../src/kernels/crf.ts';
import { viterbi } from '../../../src/kernels/viterbi.ts';
import { type Case, caseOf, floats, integers, zeros } from '../case.ts';

/** Lengths and tags: none, one, an empty sequence, tails of vectors, many. */
const batches: readonly (readonly [lengths: readonly number[], tags: number])[] = [
  [[], 3],
  [[1], 1],
  [[2, 0, 5], 3],
  [[4, 1, 9, 3], 16],
  [[7, 12, 3, 1, 2, 30], 37],
  [[300], 5],
];

const startsOf = (lengths: readonly number[]): Int32Array => {
  const starts = new Int32Array(lengths.length + 1);
  lengths.forEach((length, k) => (starts[k + 1] = starts[k] + length));
  return starts;
};

export const cases: readonly Case[] = batches.flatMap(([lengths, tags]) => {
  const sequences = lengths.length;
  const starts = startsOf(lengths);
  const rows = starts[sequences];
  const name = `${lengths.join(' ')} of ${tags}`;
  const field = {
    emissions: floats(rows * tags, -4, 4),
    transitions: floats(tags * tags, -2, 2),
    begin: floats(tags, -2, 2, 11),
    end: floats(tags, -2, 2, 12),
    starts,
  };
  const numbers = { sequences, tags };
  const results = { losses: zeros(sequences), demissions: zeros(rows * tags) };
  return [
    caseOf(crf, name, {
      buffers: {
        ...field,
        ...results,
        labels: integers(rows, 0, tags),
        dtransitions: zeros(sequences * tags * tags),
      },
      numbers,
      outputs: ['losses', 'demissions', 'dtransitions'],
      tolerance: 2e-5,
      scale: 1,
    }),
    caseOf(crf, `${name}, marginals`, {
      buffers: { ...field, ...results },
      numbers,
      outputs: ['losses', 'demissions'],
      tolerance: 2e-5,
      scale: 1,
    }),
    caseOf(viterbi, name, {
      buffers: {
        ...field,
        back: new Int32Array(rows * tags),
        path: new Int32Array(rows),
        scores: zeros(sequences),
      },
      numbers,
      outputs: ['path', 'scores'],
      tolerance: 4e-6,
      scale: 1,
    }),
  ];
});
