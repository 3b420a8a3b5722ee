import {
  be,
  boolean,
  each,
  members,
  numbers,
  oneOf,
  positive,
  string,
  strings,
} from '../../formats/model/check.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { checkManifest } from '../checkManifest.ts';
import { checkRoom } from '../checkRoom.ts';
import { checkTaskCell } from '../taskCell.ts';
import type { Alphabet } from './alphabet.ts';
import { units } from './options.ts';
import type { Standard, TranscribeArchitecture } from './transcribeModel.ts';

/** What model.json says of a transcriber. */
export interface StoredTranscriber {
  readonly architecture: TranscribeArchitecture;
  readonly alphabet: Alphabet;
  readonly standard: Standard;
}

/** The same under the names that every model.json has. */
interface Parts {
  readonly architecture: TranscribeArchitecture;
  readonly vocabulary: Alphabet;
  readonly scaling: Standard;
}

const checkForm = members({
  architecture: members({
    input: oneOf(['numbers', 'image']),
    width: positive,
    stack: positive,
    cell: checkTaskCell,
    hidden: positive,
    layers: positive,
    bidirectional: boolean,
    dropout: be('number from 0 to below 1', (value) => Number(value) >= 0 && Number(value) < 1),
  }),
  vocabulary: members({ unit: oneOf([...units]), labels: strings, usual: string, columns: strings }),
  scaling: members({ mean: numbers, deviation: numbers }),
  probes: each('array', members({ input: numbers })),
});

/** The transcriber in a manifest. Throws `bad-model` where it is another task's, or incomplete. */
export function checkStored(manifest: ModelManifest): StoredTranscriber {
  const stored = checkManifest<Parts>(manifest, 'transcribe', checkForm, faultOfSizes);
  const { architecture, vocabulary: alphabet, scaling: standard } = stored;
  const { width, stack, hidden, layers } = architecture;
  checkRoom(manifest, width * stack * hidden + layers * hidden ** 2);
  return { architecture, alphabet, standard };
}

function faultOfSizes({ architecture, vocabulary, scaling }: Parts): string | undefined {
  const { width } = architecture;
  const { labels, columns } = vocabulary;
  const fits =
    labels.length > 0 &&
    (columns.length === 0 || columns.length === width) &&
    scaling.mean.length === width &&
    scaling.deviation.length === width &&
    scaling.deviation.every((deviation) => deviation > 0);
  return fits ? undefined : 'the lists of its vocabulary and scaling do not fit together';
}
