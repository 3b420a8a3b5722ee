import {
  be,
  boolean,
  each,
  members,
  oneOf,
  optional,
  positive,
  string,
  strings,
} from '../../formats/model/check.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { attentionNames } from '../../nn/attention/attentionChoice.ts';
import { bridgeKinds } from '../../nn/decoder/bridge.ts';
import { attends, conditionings } from '../../nn/decoder/decoder.ts';
import { checkManifest } from '../checkManifest.ts';
import { checkRoom } from '../checkRoom.ts';
import { checkTaskCell } from '../taskCell.ts';
import { coderOf, type Side } from '../../data/text/coder/side.ts';
import { units } from '../../data/text/coder/units.ts';
import type { TranslateArchitecture } from './translateModel.ts';

/** What a translator knows of its languages. */
export type Languages = {
  readonly source: Side;
  readonly target: Side;
  /** The most frequent target of the training data: a baseline. */
  readonly usual: string;
  /** Symbols that are written at most. */
  readonly bound: number;
};

/** What model.json says of a translator. */
export interface StoredTranslator {
  readonly architecture: TranslateArchitecture;
  readonly languages: Languages;
}

/** The same under the names that every model.json has. */
interface Parts {
  readonly architecture: TranslateArchitecture;
  readonly vocabulary: Languages;
}

const share = be('number from 0 to below 1', (value) => Number(value) >= 0 && Number(value) < 1);
const side = members({
  unit: oneOf([...units]),
  lowercase: boolean,
  symbols: optional(strings),
  tokenizer: optional(string),
});

const checkForm = members({
  architecture: members({
    sourceSymbols: positive,
    targetSymbols: positive,
    shared: boolean,
    embedding: positive,
    cell: checkTaskCell,
    hidden: positive,
    layers: positive,
    bidirectional: boolean,
    pyramid: optional(boolean),
    decoderHidden: positive,
    conditioning: oneOf([...conditionings]),
    score: oneOf([...attentionNames, 'none']),
    inputFeeding: boolean,
    coverage: optional(boolean),
    pointer: optional(boolean),
    bridge: oneOf([...bridgeKinds]),
    dropout: share,
  }),
  vocabulary: members({ source: side, target: side, usual: string, bound: positive }),
  probes: each('array', members({ input: string })),
});

/** The translator in a manifest. Throws `bad-model` where it is another task's, or incomplete. */
export function checkStored(manifest: ModelManifest): StoredTranslator {
  const { architecture, vocabulary } = checkManifest<Parts>(manifest, 'translate', checkForm, faultOfSizes);
  const { sourceSymbols, targetSymbols, shared, embedding, hidden, decoderHidden } = architecture;
  const vectors = (shared ? 0 : sourceSymbols * embedding) + targetSymbols * (embedding + decoderHidden);
  checkRoom(manifest, vectors + hidden ** 2 + decoderHidden ** 2);
  return { architecture, languages: vocabulary };
}

function faultOfSizes({ architecture, vocabulary: languages }: Parts): string | undefined {
  const { sourceSymbols, targetSymbols, conditioning, score, inputFeeding, coverage } = architecture;
  const sides: readonly {
    readonly unit: string;
    readonly symbols?: unknown;
    readonly tokenizer?: unknown;
  }[] = [languages.source, languages.target];
  const isWhole = sides.every((side) => (side.unit === 'bpe' ? side.tokenizer : side.symbols) !== undefined);
  if (!isWhole) return 'a vocabulary is missing';
  const [source, target] = [languages.source, languages.target].map(coderOf);
  if (source.size !== sourceSymbols || target.size !== targetSymbols || target.begin === target.end)
    return 'its vocabularies do not fit its architecture';
  const isMixed =
    attends(conditioning) !== (score !== 'none') ||
    (inputFeeding && conditioning !== 'luong') ||
    (coverage === true && score !== 'additive');
  if (isMixed) return 'its attention does not fit its conditioning';
  const { pointer = false, pyramid = false, shared } = architecture;
  return pointer && (pyramid || !(shared && score !== 'none'))
    ? 'it points without attention to symbols or a shared vocabulary'
    : undefined;
}
