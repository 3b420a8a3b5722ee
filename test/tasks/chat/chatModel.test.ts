import { afterAll, describe, expect, it } from 'vitest';
import { type ChatArchitecture, type ChatBatch, chatModel } from '../../../src/tasks/chat/chatModel.ts';
import type { EncodedDialog, History } from '../../../src/tasks/chat/dialogEncoder.ts';
import { openContext } from '../../../src/tensor/openContext.ts';
import { noGradient } from '../../../src/tensor/tape.ts';
import { expectWeightGradients } from '../expectWeightGradients.ts';

const context = await openContext({ backend: 'wasm', threads: 1 });
afterAll(() => context.close());

const tiny = {
  mode: 'generate',
  symbols: 9,
  hierarchical: true,
  turns: 0,
  embedding: 3,
  cell: { cell: 'gru' },
  hidden: 3,
  layers: 1,
  bidirectional: true,
  conditioning: 'luong',
  dropout: 0,
} as const satisfies ChatArchitecture;
const flat = { ...tiny, hierarchical: false, turns: 2 } as const;
const ranking = { mode: 'rank', conditioning: 'none' } as const;

const int32 = (...symbols: number[]): Int32Array => Int32Array.from(symbols);
/** Symbols 0 to 5 are words, 1 and 2 the beginning and the end; 6 to 8 are marks. The second turn is said twice. */
const again = int32(7, 4, 5);
const one: EncodedDialog = { turns: [int32(6, 3, 4), again, int32(6, 5), again, int32(8, 3, 3, 4)] };
const other: EncodedDialog = { turns: [int32(6, 5, 5, 3), int32(7, 3)] };
const histories: History[] = [
  { dialog: one, until: 1 },
  { dialog: other, until: 1 },
  { dialog: one, until: 3 },
  { dialog: one, until: 5 },
];
const replies = [int32(1, 4, 5, 2), int32(1, 3, 2), int32(1, 4, 5, 2), int32(1, 5, 2)];
const batch: ChatBatch = { histories, replies };

describe('the gradients of all weights agree with central differences', () => {
  it.each<[string, ChatArchitecture]>([
    ['hierarchical', tiny],
    ['hierarchical, without attention', { ...tiny, conditioning: 'every', bidirectional: false }],
    ['hierarchical, an LSTM', { ...tiny, cell: { cell: 'lstm' }, conditioning: 'bahdanau' }],
    ['the last turns', flat],
    ['ranking, hierarchical', { ...tiny, ...ranking }],
    ['ranking by the last turns', { ...flat, ...ranking }],
  ])('%s', (_, architecture) => {
    expectWeightGradients((float64) => {
      const model = chatModel(float64, architecture, { seed: 5, end: 2 });
      return { parameters: model.parameters, loss: () => model.loss(batch).loss };
    });
  });
});

describe('what a history is', () => {
  const lossOf = (architecture: ChatArchitecture, some: ChatBatch): number => {
    const model = chatModel(context, architecture, { seed: 5, end: 2 });
    return context.step(() => noGradient(context, () => model.loss(some).loss.item()));
  };

  it.each<[string, ChatArchitecture]>([
    ['hierarchical', tiny],
    ['the last turns', flat],
  ])('ends before the reply: what comes later changes nothing, %s', (_, architecture) => {
    const some = { histories: histories.slice(2, 3), replies: replies.slice(2, 3) };
    const longer = { dialog: { turns: [...one.turns.slice(0, 3), int32(6, 4)] }, until: 3 };
    expect(lossOf(architecture, { ...some, histories: [longer] })).toBe(lossOf(architecture, some));
    const changed = { dialog: { turns: [...one.turns.slice(0, 2), int32(6, 4)] }, until: 3 };
    expect(lossOf(architecture, { ...some, histories: [changed] })).not.toBe(lossOf(architecture, some));
  });

  it('begins with the first turn, or with the last two', () => {
    const some = { histories: histories.slice(2, 3), replies: replies.slice(2, 3) };
    const changed = { dialog: { turns: [int32(6, 5), ...one.turns.slice(1)] }, until: 3 };
    expect(lossOf(flat, { ...some, histories: [changed] })).toBe(lossOf(flat, some));
    expect(lossOf(tiny, { ...some, histories: [changed] })).not.toBe(lossOf(tiny, some));
  });

  it('is the same in any company', () => {
    for (const architecture of [tiny, flat, { ...tiny, conditioning: 'first' } as const]) {
      const model = chatModel(context, architecture, { seed: 5, end: 2 });
      const { run } = model.history;
      const rows = (some: readonly History[]): number[][] =>
        context.step(() =>
          noGradient(context, () => {
            const { output, final } = run(some, { training: false, seed: 0, step: 0 });
            const [[{ h }]] = final;
            return [Array.from(h.toArray().slice(-3)), Array.from(output.structure.lengths.slice(-1))];
          }),
        );
      expect(rows(histories)).toEqual(rows(histories.slice(-1)));
    }
  });
});
