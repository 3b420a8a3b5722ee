import type { StoredModel } from '../../formats/model/manifest.ts';
import { stream, uniform } from '../../support/random.ts';
import { openContext } from '../../tensor/openContext.ts';
import { affine } from '../../tensor/operations/affine.ts';
import { sum } from '../../tensor/operations/sum.ts';
import { fitModel } from '../../train/fitModel.ts';
import { adamw } from '../../train/optimizers/adamw.ts';
import { shuffledBatches } from '../../train/shuffledBatches.ts';
import { budgetOf } from '../budgetOf.ts';
import { loadFrom } from '../loadFrom.ts';
import { refuseChanges } from '../refuseChanges.ts';
import type { Runtime } from '../task.ts';
import { warmedCosine } from '../warmedCosine.ts';
import type { MusicData } from './data.ts';
import { type MusicArchitecture, musicModel } from './musicModel.ts';
import { countKeys, scorePieces } from './musicScores.ts';
import { type CompleteOptions, completeOptions, type MusicOptions } from './options.ts';
import { type Piece, rollOf, roomOf } from './pianoRoll.ts';
import { probesOf } from './probes.ts';
import { checkStored } from './storedMusic.ts';

/** Decay of the average of the weights that is validated and kept. */
const AVERAGE = 0.995;
/** The stream of transpositions below a seed. */
const TRANSPOSITION = 0x7472616e73;

/** Trains a model of music; with held-out pieces the best weights are kept. Throws as `Task.fit`. */
export async function fit(data: MusicData, options: MusicOptions, runtime: Runtime): Promise<StoredModel> {
  const complete = completeOptions(options);
  const { seed, patience, transpose } = complete;
  const stored = runtime.resume ?? runtime.from;
  const before = stored && checkStored(stored.manifest).architecture;
  if (before && !runtime.resume) {
    const { cell, hidden, layers, dropout } = before;
    const { recurrentDropout = 0 } = cell;
    refuseChanges('music', options, { cell: cell.cell, hidden, layers, dropout, recurrentDropout });
  }
  const architecture = before ?? architectureOf(complete);
  const context = await openContext(runtime);
  try {
    const model = musicModel(context, architecture, seed);
    loadFrom(model.parameters, runtime.from);
    const { pieces, valid } = data;
    const batches = shuffledBatches({ count: pieces.length, size: complete.batch, seed });
    return await fitModel<Uint32Array>({
      describe: {
        task: 'music',
        architecture,
        vocabulary: countKeys(pieces),
        data: { name: data.name, sha256: data.sha256, pieces: pieces.length },
        seed,
      },
      options: complete,
      probes: () => probesOf(context, model, pieces),
      runtime,
      train: {
        context,
        parameters: model.parameters,
        optimizer: adamw(model.parameters, { weightDecay: complete.weightDecay }),
        schedule: warmedCosine(complete, batches(0).length, { warm: 100, shrink: 50, patience: 5 }),
        budget: budgetOf(complete),
        clip: { norm: complete.clip },
        seed,
        average: { decay: AVERAGE },
        batches,
        loss(ids, pass) {
          const rolls = Array.from(ids, (id) =>
            rollOf(
              pieces[id],
              shiftOf(pieces[id], transpose, uniform(stream(seed, TRANSPOSITION, pass.step), id)),
            ),
          );
          const { data: losses, structure } = model.losses(rolls, { ids, pass });
          return { loss: affine(sum(losses), 1 / structure.total), tokens: structure.total };
        },
        ...(valid.length > 0 && {
          validate: () => {
            const { all, later } = scorePieces(context, model, valid);
            return { loss: all, later };
          },
          ...(patience !== undefined && { patience }),
        }),
      },
    });
  } finally {
    context.close();
  }
}

/** Half-tones from -most to most, as far as the keys go, by a number in [0, 1). */
function shiftOf(piece: Piece, most: number, chance: number): number {
  if (most === 0) return 0;
  const room = roomOf(piece);
  const [low, high] = [Math.max(-most, room.least), Math.min(most, room.most)];
  return low + Math.floor(chance * (high - low + 1));
}

function architectureOf({
  cell,
  hidden,
  layers,
  dropout,
  recurrentDropout,
}: CompleteOptions): MusicArchitecture {
  const noise = recurrentDropout > 0 ? { recurrentDropout } : {};
  const choice: MusicArchitecture['cell'] =
    cell === 'lstm' ? { cell, forgetBias: 1, ...noise } : { cell, ...noise };
  return { cell: choice, hidden, layers, dropout };
}
