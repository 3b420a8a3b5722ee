import { crossEntropy, crossEntropyBackward, crossEntropySlopes } from '../../../src/kernels/crossEntropy.ts';
import { layerNorm, layerNormBackward } from '../../../src/kernels/layerNorm.ts';
import { softmax, softmaxBackward } from '../../../src/kernels/softmax.ts';
import { type Case, caseOf, floats, integers, zeros } from '../case.ts';

const shapes = [
  [0, 5],
  [1, 1],
  [3, 7],
  [5, 33],
  [2, 1000],
];

const softmaxes = shapes.flatMap(([rows, columns]) =>
  [0, 1].flatMap((log) => [
    caseOf(softmax, `${rows}x${columns}${log ? ' log' : ''} in place`, {
      buffers: { x: floats(rows * columns, -30, 30) },
      alias: { y: 'x' },
      numbers: { rows, columns, log },
      outputs: ['x'],
      tolerance: 4e-6,
      scale: log ? 1 : 1e-6,
    }),
    caseOf(softmaxBackward, `${rows}x${columns}${log ? ' log' : ''} in place`, {
      buffers: {
        y: log ? floats(rows * columns, -9, 0) : floats(rows * columns, 0, 1),
        dy: floats(rows * columns),
      },
      alias: { dx: 'dy' },
      numbers: { rows, columns, log },
      outputs: ['dy'],
      tolerance: 4e-6,
      scale: 'largest',
    }),
  ]),
);

const entropies = shapes.flatMap(([rows, classes]) =>
  [0, 1, 2, 3].flatMap((form) => {
    const buffers = {
      logits: floats(rows * classes, -8, 8),
      labels: integers(rows, -1, classes),
      ...(form & 1 ? { weights: floats(classes, 0.1, 2) } : {}),
    };
    const numbers = { rows, classes, smoothing: form & 2 ? 0.1 : 0 };
    const name = `${rows}x${classes}${form & 1 ? ' weighted' : ''}${form & 2 ? ' smoothed' : ''}`;
    return [
      caseOf(crossEntropy, name, {
        buffers: { ...buffers, losses: zeros(rows), normalisers: zeros(rows) },
        numbers,
        outputs: ['losses', 'normalisers'],
        tolerance: 4e-6,
        scale: 1,
      }),
      caseOf(crossEntropyBackward, name, {
        buffers: {
          ...buffers,
          normalisers: floats(rows, 8, 12),
          dlosses: floats(rows),
          dlogits: zeros(rows * classes),
        },
        numbers,
        outputs: ['dlogits'],
        tolerance: 4e-6,
        scale: 1,
      }),
      caseOf(crossEntropySlopes, name, {
        buffers: { ...buffers, scales: floats(rows), losses: zeros(rows) },
        numbers,
        outputs: ['losses', 'logits'],
        tolerance: 4e-6,
        scale: 1,
      }),
    ];
  }),
);

const norms = [...shapes, [9000, 3]].flatMap(([rows, columns]) =>
  [0, 1, 2].flatMap((form) => {
    const plain = form === 1;
    const groups = form === 2 && rows % 3 === 0 ? 3 : 1;
    const count = rows * columns;
    const weights = groups * columns;
    const gain = plain ? {} : { gain: floats(weights, 0.5, 2) };
    return [
      caseOf(layerNorm, `${rows}x${columns} in ${groups}${plain ? ' plain' : ''}`, {
        buffers: {
          x: floats(count),
          y: zeros(count),
          means: zeros(rows),
          scales: zeros(rows),
          ...gain,
          ...(plain ? {} : { bias: floats(weights) }),
        },
        numbers: { rows, columns, groups, epsilon: 1e-5 },
        outputs: ['y', 'means', 'scales'],
        tolerance: 5e-5,
        scale: 1,
      }),
      caseOf(layerNormBackward, `${rows}x${columns} in ${groups}${plain ? ' plain, dx alone over dy' : ''}`, {
        buffers: {
          x: floats(count),
          means: floats(rows, -0.1, 0.1),
          scales: floats(rows, 0.8, 1),
          dy: floats(count),
          ...gain,
          ...(plain ? {} : { dx: zeros(count), dgain: zeros(weights), dbias: zeros(weights) }),
        },
        alias: plain ? { dx: 'dy' } : {},
        numbers: { rows, columns, groups },
        outputs: plain ? ['dy'] : ['dx', 'dgain', 'dbias'],
        tolerance: 1e-5,
        scale: 'largest',
      }),
    ];
  }),
);

export const cases: readonly Case[] = [...softmaxes, ...entropies, ...norms];
