import type { ModelManifest } from '../../formats/model/manifest.ts';
import type { Context } from '../../tensor/context.ts';
import { fromTyped } from '../../tensor/ragged/fromTyped.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { MusicModel } from './musicModel.ts';
import { KEYS, type Piece, rollOf } from './pianoRoll.ts';

/** How many probes, and their steps at most. */
const PROBES = 3;
const LENGTH = 16;

/** The scores of the keys after a piece: [88]. */
export function probeModel(context: Context, model: MusicModel, piece: Piece): number[] {
  return context.step(() =>
    noGradient(context, () => {
      const { scores } = model.run(fromTyped(context, rollOf(piece), [piece.length], [KEYS]));
      return Array.from(scores.data.toArray().slice(-KEYS));
    }),
  );
}

/** The first steps of pieces, with the model's scores after them. */
export const probesOf = (
  context: Context,
  model: MusicModel,
  pieces: readonly Piece[],
): ModelManifest['probes'] =>
  pieces.slice(0, PROBES).map((piece) => {
    const input = piece.slice(0, LENGTH).map((notes) => [...notes]);
    return { input, output: probeModel(context, model, input) };
  });
