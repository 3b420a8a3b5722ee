import { crf } from '../../../src/kernels/crf.ts';
import { ctc } from '../../../src/kernels/ctc.ts';
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

const chains: readonly Case[] = batches.flatMap(([lengths, tags]) => {
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

/** Steps, labels and classes of sequences: none, only blanks, none at all, as tight as repeats allow, impossible, long. */
const aligned: readonly (readonly [
  steps: readonly number[],
  labels: readonly number[][],
  classes: number,
])[] = [
  [[], [], 3],
  [[3], [[]], 1],
  [[0, 0, 4], [[], [1], [2]], 3],
  [
    [5, 3, 4, 5],
    [
      [1, 1, 2],
      [1, 2, 1],
      [3, 3, 3],
      [3, 3, 3],
    ],
    4,
  ],
  [
    [40, 17, 1, 63],
    [[5, 5, 36, 1, 2, 9, 9], [4], [8], Array.from({ length: 30 }, (_, k) => 1 + ((7 * k) % 36))],
    37,
  ],
  [[300], [Array.from({ length: 20 }, (_, k) => 1 + (k % 4))], 5],
];

const alignments: readonly Case[] = aligned.map(([steps, labels, classes]) => {
  const rows = startsOf(steps)[steps.length];
  return caseOf(ctc, `${steps.join(' ')} of ${classes}`, {
    buffers: {
      logits: floats(rows * classes, -4, 4),
      labels: Int32Array.from(labels.flat()),
      starts: startsOf(steps),
      labelStarts: startsOf(labels.map(({ length }) => length)),
      losses: zeros(steps.length),
      dlogits: zeros(rows * classes),
    },
    numbers: { sequences: steps.length, rows, classes },
    outputs: ['losses', 'dlogits'],
    tolerance: 5e-5,
    scale: 1,
  });
});

export const cases: readonly Case[] = [...chains, ...alignments];
