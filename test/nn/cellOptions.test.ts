import { expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { gruCell } from '../../src/nn/cells/gruCell.ts';
import { jordanCell } from '../../src/nn/cells/jordanCell.ts';
import { lruCell } from '../../src/nn/cells/lruCell.ts';
import { lstmCell } from '../../src/nn/cells/lstmCell.ts';
import { minGruCell } from '../../src/nn/cells/minGruCell.ts';
import { minLstmCell } from '../../src/nn/cells/minLstmCell.ts';
import { rnnCell } from '../../src/nn/cells/rnnCell.ts';
import { slstmCell } from '../../src/nn/cells/slstmCell.ts';
import type { CellChoice } from '../../src/nn/stack/cellChoice.ts';
import { recurrentStack } from '../../src/nn/stack/recurrentStack.ts';
import { stream } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';

const context = new Context(referenceBackend());
const sizes = { inputSize: 2, hiddenSize: 3, stream: stream(1) };

it.each<[message: RegExp, make: () => unknown]>([
  [/forgetBias without biases/, () => lstmCell(context, { ...sizes, bias: false, forgetBias: 1 })],
  [/chrono without biases/, () => lstmCell(context, { ...sizes, bias: false, chrono: 50 })],
  [/gruCell: chrono without biases/, () => gruCell(context, { ...sizes, bias: false, chrono: 50 })],
  [/the output size is 0/, () => lstmCell(context, { ...sizes, projection: 0 })],
  [/the output size is -1/, () => jordanCell(context, { ...sizes, outputSize: -1 })],
  [/recurrentDropout is 1/, () => gruCell(context, { ...sizes, recurrentDropout: 1 })],
  [/zoneout is -0.1/, () => rnnCell(context, { ...sizes, zoneout: -0.1 })],
  [/hiddenSize is 2.5/, () => rnnCell(context, { ...sizes, hiddenSize: 2.5 })],
  [/heads are 2/, () => slstmCell(context, { ...sizes, heads: 2 })],
  [/heads is 0/, () => slstmCell(context, { ...sizes, heads: 0 })],
  [/forgetBias without biases/, () => slstmCell(context, { ...sizes, bias: false, forgetBias: 1 })],
  [/hiddenSize is 0/, () => minGruCell(context, { ...sizes, hiddenSize: 0 })],
  [/inputSize is -2/, () => minLstmCell(context, { ...sizes, inputSize: -2 })],
  [/minRadius is 0.95/, () => lruCell(context, { ...sizes, minRadius: 0.95, maxRadius: 0.9 })],
  [/maxRadius is 1.1/, () => lruCell(context, { ...sizes, maxRadius: 1.1 })],
  [/maxPhase is 0/, () => lruCell(context, { ...sizes, maxPhase: 0 })],
  [/inputSize is 0/, () => gruCell(context, { ...sizes, inputSize: 0 })],
  [
    /unknown initialiser "orthogonel"/,
    () => {
      const cell = { cell: 'gru', recurrentInitialiser: 'orthogonel' as 'orthogonal' } satisfies CellChoice;
      return recurrentStack(context, { ...sizes, cell });
    },
  ],
  [
    /layers is 3, and hiddenSize names 2/,
    () => recurrentStack(context, { inputSize: 2, hiddenSize: [3, 3], layers: 3, cell: { cell: 'gru' } }),
  ],
])('refuses what would be ignored or cannot be meant: %s', (message, make) => {
  expect(make).toThrow(
    expect.objectContaining({ code: 'bad-argument', message: expect.stringMatching(message) }),
  );
});
