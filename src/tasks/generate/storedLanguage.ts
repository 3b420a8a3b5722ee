import type { StoredVocabulary } from '../../data/text/vocabulary.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import {
  be,
  boolean,
  count,
  each,
  members,
  numbers,
  oneOf,
  optional,
  positive,
  strings,
} from '../../formats/model/check.ts';
import { checkManifest } from '../checkManifest.ts';
import { checkRoom } from '../checkRoom.ts';
import { checkTaskCell } from '../taskCell.ts';
import { units } from './options.ts';
import type { LanguageArchitecture } from './languageModel.ts';

/** What model.json says of a language model. */
export interface StoredLanguage {
  readonly architecture: LanguageArchitecture;
  readonly vocabulary: {
    readonly unit: StoredVocabulary['unit'];
    readonly symbols: readonly string[];
    /** How often each symbol occurred in the training text. */
    readonly counts: readonly number[];
  };
}

const checkForm = members({
  architecture: members({
    symbols: positive,
    embedding: positive,
    cell: checkTaskCell,
    hidden: positive,
    layers: positive,
    tied: optional(boolean),
    dropout: be('number from 0 to below 1', (value) => Number(value) >= 0 && Number(value) < 1),
  }),
  vocabulary: members({ unit: oneOf([...units]), symbols: strings, counts: numbers }),
  probes: each('array', members({ input: each('array', count) })),
});

/** The language model in a manifest. Throws `bad-model` where it is another task's, or incomplete. */
export function checkStored(manifest: ModelManifest): StoredLanguage {
  const { architecture, vocabulary } = checkManifest<StoredLanguage>(
    manifest,
    'generate',
    checkForm,
    faultOfSizes,
  );
  const { symbols, embedding, hidden, layers } = architecture;
  checkRoom(manifest, symbols * embedding + layers * hidden ** 2);
  return { architecture, vocabulary };
}

function faultOfSizes({ architecture, vocabulary }: StoredLanguage): string | undefined {
  const symbols = vocabulary.unit === 'byte' ? 256 : vocabulary.symbols.length;
  return symbols === architecture.symbols && vocabulary.counts.length === symbols
    ? undefined
    : 'its architecture and vocabulary do not fit together';
}
