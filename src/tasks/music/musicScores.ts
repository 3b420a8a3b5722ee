import { formatQuantity } from '../../support/format.ts';
import type { Context } from '../../tensor/context.ts';
import { sum } from '../../tensor/operations/sum.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Evaluation } from '../task.ts';
import type { MusicModel } from './musicModel.ts';
import { KEYS, type Piece, rollOf } from './pianoRoll.ts';

const BATCH = 16;

/** Losses in nats per step: over all steps, and over all but the first of each piece. */
export interface MusicLoss {
  readonly all: number;
  readonly later: number;
}

/** How many steps there are, and how often each key sounds in them. */
export type KeyCounts = {
  readonly steps: number;
  readonly keys: readonly number[];
};

/** The model's losses on pieces. */
export function scorePieces(context: Context, model: MusicModel, pieces: readonly Piece[]): MusicLoss {
  const losses: (readonly number[])[] = [];
  for (let from = 0; from < pieces.length; from += BATCH) {
    const rolls = pieces.slice(from, from + BATCH).map((piece) => rollOf(piece));
    context.step(() =>
      noGradient(context, () => {
        const { data, structure } = toSequence(model.losses(rolls));
        const steps = sum(data, 1).toArray();
        rolls.forEach((_, k) =>
          losses.push(Array.from(steps.subarray(structure.starts[k], structure.starts[k + 1]))),
        );
      }),
    );
  }
  return meanLoss(losses);
}

/** The losses of each key by its share of all steps, each count with one more of either kind. */
export function scoreCounts({ steps, keys }: KeyCounts, pieces: readonly Piece[]): MusicLoss {
  const shares = keys.map((count) => (count + 1) / (steps + 2));
  return meanLoss(
    pieces.map((piece) => {
      const roll = rollOf(piece);
      return piece.map((_, t) =>
        shares.reduce((sum, share, key) => sum - Math.log(roll[t * KEYS + key] === 1 ? share : 1 - share), 0),
      );
    }),
  );
}

export function countKeys(pieces: readonly Piece[]): KeyCounts {
  const keys = new Array<number>(KEYS).fill(0);
  let steps = 0;
  for (const piece of pieces) {
    rollOf(piece).forEach((sounds, place) => (keys[place % KEYS] += sounds));
    steps += piece.length;
  }
  return { steps, keys };
}

function meanLoss(losses: readonly (readonly number[])[]): MusicLoss {
  let [all, later, steps] = [0, 0, 0];
  for (const piece of losses) {
    piece.forEach((loss, t) => {
      all += loss;
      if (t > 0) later += loss;
    });
    steps += piece.length;
  }
  return { all: all / steps, later: later / (steps - losses.length) };
}

/** The model beside the shares of the keys. */
export function musicEvaluation(
  name: string,
  pieces: readonly Piece[],
  model: MusicLoss,
  baseline: MusicLoss,
): Evaluation {
  const steps = pieces.reduce((total, { length }) => total + length, 0);
  return {
    title: 'Notes of the next step: negative log-likelihood in nats per step',
    columns: ['all steps', 'after the first'],
    rows: [
      { name, values: [model.all, model.later] },
      { name: 'share of each key', values: [baseline.all, baseline.later] },
    ],
    notes: [`${formatQuantity(pieces.length, 'piece')}, ${formatQuantity(steps, 'step')}.`],
  };
}
