import { be, each, members, number, numbers, oneOf, optional, positive } from '../../formats/model/check.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { checkManifest } from '../checkManifest.ts';
import { checkRoom } from '../checkRoom.ts';
import type { MusicArchitecture } from './musicModel.ts';
import type { KeyCounts } from './musicScores.ts';
import { KEYS } from './pianoRoll.ts';

/** What model.json says of a model of music. */
export interface StoredMusic {
  readonly architecture: MusicArchitecture;
  /** What the baseline knows. */
  readonly vocabulary: KeyCounts;
}

const rate = be('number from 0 to below 1', (value) => Number(value) >= 0 && Number(value) < 1);

const checkForm = members({
  architecture: members({
    cell: members({
      cell: oneOf(['lstm', 'gru', 'rnn']),
      forgetBias: optional(number),
      recurrentDropout: optional(rate),
    }),
    hidden: positive,
    layers: positive,
    dropout: rate,
  }),
  vocabulary: members({ steps: positive, keys: numbers }),
  probes: each('array', members({ input: each('array', numbers) })),
});

/** The model of music in a manifest. Throws `bad-model` where it is another task's, or incomplete. */
export function checkStored(manifest: ModelManifest): StoredMusic {
  const { architecture, vocabulary } = checkManifest<StoredMusic>(manifest, 'music', checkForm, faultOfKeys);
  checkRoom(manifest, architecture.hidden * KEYS + architecture.layers * architecture.hidden ** 2);
  return { architecture, vocabulary };
}

const faultOfKeys = ({ vocabulary: { keys } }: StoredMusic): string | undefined =>
  keys.length === KEYS ? undefined : `its vocabulary has ${keys.length} keys, not ${KEYS}`;
