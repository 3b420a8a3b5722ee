import { be, boolean, count, each, members, optional, positive, strings } from '../../formats/model/check.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { checkManifest } from '../checkManifest.ts';
import { checkRoom } from '../checkRoom.ts';
import { checkTaskCell } from '../taskCell.ts';
import type { AnswerArchitecture } from './answerModel.ts';
import type { AnswerLexicon } from './lexicon.ts';

/** What model.json says of a model that answers. */
export interface StoredAnswerer {
  readonly architecture: AnswerArchitecture;
  readonly vocabulary: AnswerLexicon;
}

const checkForm = members({
  architecture: members({
    cell: checkTaskCell,
    hidden: positive,
    layers: positive,
    hops: positive,
    bidirectional: boolean,
    dropout: be('number from 0 to below 1', (value) => Number(value) >= 0 && Number(value) < 1),
    wordSize: positive,
    attendWords: optional(boolean),
  }),
  vocabulary: members({ words: strings, counts: each('array', count), answers: strings }),
  probes: each('array', members({ input: strings })),
});

/** The model that answers in a manifest. Throws `bad-model` where it is another task's, or incomplete. */
export function checkStored(manifest: ModelManifest): StoredAnswerer {
  const { architecture, vocabulary } = checkManifest<StoredAnswerer>(
    manifest,
    'answer',
    checkForm,
    ({ vocabulary }) => faultOfSizes(vocabulary),
  );
  const { hidden, layers, hops, wordSize } = architecture;
  checkRoom(manifest, vocabulary.words.length * wordSize + (layers + hops) * hidden ** 2);
  return { architecture, vocabulary };
}

const faultOfSizes = ({ words, counts, answers }: AnswerLexicon): string | undefined =>
  answers.length > 0 && words.length > 0 && counts.length === words.length
    ? undefined
    : 'the lists of its vocabulary do not fit together';
