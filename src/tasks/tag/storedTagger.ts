import { schemes } from '../../data/tags/scheme.ts';
import { be, boolean, count, each, members, oneOf, positive, strings } from '../../formats/model/check.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { checkManifest } from '../checkManifest.ts';
import { checkRoom } from '../checkRoom.ts';
import { checkTaskCell } from '../taskCell.ts';
import type { Lexicon } from './lexicon.ts';
import { outputs } from './options.ts';
import type { TagArchitecture } from './tagModel.ts';

/** What model.json says of a tagger. */
export interface StoredTagger {
  readonly architecture: TagArchitecture;
  readonly vocabulary: Lexicon;
}

const counts = each('array', count);

const checkForm = members({
  architecture: members({
    output: oneOf([...outputs]),
    cell: checkTaskCell,
    hidden: positive,
    layers: positive,
    bidirectional: boolean,
    dropout: be('number from 0 to below 1', (value) => Number(value) >= 0 && Number(value) < 1),
    wordSize: positive,
    characterSize: positive,
    characterHidden: positive,
  }),
  vocabulary: members({
    words: strings,
    counts,
    usualTags: counts,
    characters: strings,
    tags: strings,
    labels: strings,
    scheme: oneOf([...schemes]),
  }),
  probes: each('array', members({ input: strings })),
});

/** The tagger in a manifest. Throws `bad-model` where it is another task's, or incomplete. */
export function checkStored(manifest: ModelManifest): StoredTagger {
  const { architecture, vocabulary } = checkManifest<StoredTagger>(
    manifest,
    'tag',
    checkForm,
    ({ vocabulary }) => faultOfSizes(vocabulary),
  );
  const { wordSize, hidden, layers, characterSize } = architecture;
  const { words, characters } = vocabulary;
  checkRoom(manifest, words.length * wordSize + characters.length * characterSize + layers * hidden ** 2);
  return { architecture, vocabulary };
}

function faultOfSizes({
  words,
  counts: occurrences,
  usualTags,
  tags,
  characters,
}: Lexicon): string | undefined {
  const fits =
    tags.length > 0 &&
    words.length > 0 &&
    characters.length > 0 &&
    occurrences.length === words.length &&
    usualTags.length === words.length &&
    usualTags.every((tag) => tag < tags.length);
  return fits ? undefined : 'the lists of its vocabulary do not fit together';
}
