import type { StoredVocabulary } from '../../data/text/vocabulary.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { fail } from '../../support/errors.ts';
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

/** The language model in a manifest. Throws `bad-model` where it is another task's, or incomplete. */
export function checkStored(manifest: ModelManifest): StoredLanguage {
  if (manifest.task !== 'generate') {
    fail(
      'bad-model',
      'generate',
      `the model is of the task ${manifest.task}`,
      'Give a model that `unrolled train generate` made',
    );
  }
  const architecture =
    manifest.architecture as Partial<LanguageArchitecture> | null as LanguageArchitecture | null;
  const vocabulary = manifest.vocabulary as Partial<StoredLanguage['vocabulary']> | null as
    | StoredLanguage['vocabulary']
    | null;
  const symbols = vocabulary?.unit === 'byte' ? 256 : vocabulary?.symbols?.length;
  if (
    !architecture?.cell ||
    !vocabulary ||
    symbols !== architecture.symbols ||
    vocabulary.counts?.length !== architecture.symbols
  ) {
    fail('bad-model', 'generate', 'its architecture and vocabulary do not fit together', 'Train it again');
  }
  return { architecture, vocabulary };
}
