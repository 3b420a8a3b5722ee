import { afterAll, describe, expect, it } from 'vitest';
import { listedCoder } from '../../../src/data/text/coder/listedCoder.ts';
import { driftTable } from '../../../src/tasks/drift.ts';
import { coding } from '../../../src/tasks/translate/coding.ts';
import { driftNames, driftNote, driftOf } from '../../../src/tasks/translate/drift.ts';
import { scorePairs } from '../../../src/tasks/translate/scorePairs.ts';
import { translateModel } from '../../../src/tasks/translate/translateModel.ts';
import { openContext } from '../../../src/tensor/openContext.ts';

const context = await openContext({ backend: 'wasm', threads: 1 });
afterAll(() => context.close());

const coder = listedCoder('character', false, ['<unk>', '<s>', '</s>', 'a', 'b', 'c']);
const pairs = [
  { source: 'ab', target: 'cabb', place: '' },
  { source: 'c', target: 'a', place: '' },
  { source: 'bca', target: 'bb', place: '' },
];
const model = translateModel(
  context,
  {
    ...{ sourceSymbols: 6, targetSymbols: 6, shared: false, embedding: 4, cell: { cell: 'gru' }, hidden: 5 },
    ...{ layers: 1, bidirectional: true, conditioning: 'bahdanau', score: 'additive' },
    ...{ inputFeeding: false, bridge: 'copy', dropout: 0 },
    decoderHidden: 10,
  } as const,
  3,
);

describe('drift', () => {
  const drift = driftOf(context, [model], coding(coder, coder), pairs);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

  it('by the targets is the loss, and begins where reading them makes no difference', () => {
    expect(drift.counts).toEqual([3, 3, 2, 1, 1]);
    const loss = scorePairs(context, model, coding(coder, coder), pairs);
    expect(sum(drift.forced) / sum(drift.counts)).toBeCloseTo(loss, 5);
    expect(drift.own[0]).toBe(drift.forced[0]);
    expect(drift.own.slice(1)).not.toEqual(drift.forced.slice(1));
  });

  it('is told by positions, twice as many in each row', () => {
    const { columns, rows } = driftTable(
      {
        forced: [2, 3, 1, 1, 2],
        own: [2, 3, 5, 5, 8],
        counts: [2, 2, 2, 2, 1],
      },
      driftNames,
    );
    expect(columns).toEqual(['targets', 'own', 'gap']);
    expect(rows).toEqual([
      { name: 'symbol 1', values: [1, 1, 0] },
      { name: 'symbol 2', values: [1.5, 1.5, 0] },
      { name: 'symbols 3 to 4', values: [0.5, 2.5, 2] },
      { name: 'symbol 5', values: [2, 8, 6] },
    ]);
  });

  it('is said from where on it stays', () => {
    const losses = { forced: [1, 1, 1, 1], counts: [1, 1, 1, 1] };
    expect(driftNote({ ...losses, own: [1, 3, 1, 3] })).toMatch(/drifted from symbol 4 on/);
    expect(driftNote({ ...losses, own: [1, 3, 3, 3] })).toMatch(/drifted from symbol 2 on/);
    expect(driftNote({ ...losses, own: [1, 3, 3, 1.5] })).toMatch(/has not drifted at the end/);
  });
});
