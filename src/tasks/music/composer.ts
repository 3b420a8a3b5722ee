import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import type { Subject } from '../../inspect/subject.ts';
import type { SubjectOptions } from '../../inspect/subjectOptions.ts';
import { carriedStack } from '../../nn/stack/carriedStack.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { stream, uniform } from '../../support/random.ts';
import { openContext } from '../../tensor/openContext.ts';
import { fromTyped } from '../../tensor/ragged/fromTyped.ts';
import { noGradient } from '../../tensor/tape.ts';
import { loadWeights } from '../../train/storedState.ts';
import { closeOnError } from '../closeOnError.ts';
import { saveModel } from '../saveModel.ts';
import type { Engine, Evaluation } from '../task.ts';
import { musicModel } from './musicModel.ts';
import { musicSubject } from './musicSubject.ts';
import { musicEvaluation, scoreCounts, scorePieces } from './musicScores.ts';
import { KEYS, LOWEST, type Piece, rollOf } from './pianoRoll.ts';
import { probeModel } from './probes.ts';
import { checkStored } from './storedMusic.ts';

export interface CompositionOptions {
  /** What the music goes on from. Default: silence. */
  readonly prompt?: Piece;
  /** Steps to compose; default 64. */
  readonly length?: number;
  /** Below 1 bolder, above 1 wilder; default 1. */
  readonly temperature?: number;
  readonly seed?: number;
}

/** A trained model of music at work. */
export interface Composer {
  readonly task: 'music';
  readonly model: StoredModel;
  readonly manifest: ModelManifest;
  /** The steps that follow the prompt, one by one as they are made. The same seed gives the same music. */
  stream(options?: CompositionOptions): Generator<readonly number[]>;
  /** The same as one piece, without the prompt. Throws `bad-argument`. */
  compose(options?: CompositionOptions): Piece;
  /** Nats per step beside the share of each key. Throws `bad-data` where there is no piece. */
  evaluate(pieces: readonly Piece[]): Evaluation;
  /** The network with pieces, to inspect it. Throws `bad-data`, `bad-argument`. */
  subject(pieces: readonly Piece[], options?: SubjectOptions): Subject;
  probe(): readonly (readonly number[])[];
  /** Stores the model in a folder, in place of one that is there; not in a browser. Throws `file-write`. */
  save(folder: string): Promise<void>;
  close(): void;
}

/** Opens a stored model of music. Throws `bad-model`, `no-backend`. */
export async function composer(stored: StoredModel, engine: Engine = {}): Promise<Composer> {
  const { manifest } = stored;
  const { architecture, vocabulary } = checkStored(manifest);
  const context = await openContext(engine);
  const model = closeOnError(context, () => {
    const made = musicModel(context, architecture, manifest.seed);
    loadWeights(made.parameters, stored.blobs.weights, manifest.files.weights.name);
    return made;
  });

  function* composition(options: CompositionOptions = {}): Generator<readonly number[]> {
    const { prompt = [], length = 64, temperature = 1, seed = 1 } = options;
    checkNumber('music', 'length', length, { least: 1, whole: true });
    checkNumber('music', 'temperature', temperature, { above: 0 });
    const carried = carriedStack(context, model.stack, 1);
    /** Reads steps and gives the scores of the keys at the next. */
    const read = (piece: Piece): ArrayLike<number> =>
      context.step(() =>
        noGradient(context, () => {
          const rolls = fromTyped(context, rollOf(piece), [piece.length], [KEYS]);
          const { scores, final } = model.run(rolls, { initial: carried.state });
          carried.keep(final);
          return scores.data.toArray().slice(-KEYS);
        }),
      );
    try {
      let scores = read([[], ...prompt]);
      for (let t = 0; t < length; t++) {
        const source = stream(seed, t);
        const notes = Array.from(scores, (score, key) =>
          uniform(source, key) < 1 / (1 + Math.exp(-score / temperature)) ? key + LOWEST : -1,
        ).filter((note) => note >= 0);
        yield notes;
        if (t + 1 < length) scores = read([notes]);
      }
    } finally {
      carried.dispose();
    }
  }

  return {
    task: 'music',
    model: stored,
    manifest,
    stream: composition,
    compose: (options) => [...composition(options)],
    evaluate(pieces) {
      if (pieces.length === 0) fail('bad-data', 'music', 'there is no piece', 'Give pieces to evaluate on');
      const { cell, hidden } = architecture;
      const losses = scorePieces(context, model, pieces);
      return musicEvaluation(`${cell.cell} ${hidden}`, pieces, losses, scoreCounts(vocabulary, pieces));
    },
    subject: (pieces, options = {}) => musicSubject(context, model, pieces, options),
    probe: () => manifest.probes.map(({ input }) => probeModel(context, model, input as number[][])),
    save: (folder) => saveModel(stored, folder),
    close: () => context.close(),
  };
}
