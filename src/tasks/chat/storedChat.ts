import {
  be,
  boolean,
  count,
  each,
  members,
  oneOf,
  optional,
  positive,
  string,
  strings,
} from '../../formats/model/check.ts';
import { coderOf } from '../../data/text/coder/side.ts';
import { units } from '../../data/text/coder/units.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { conditionings } from '../../nn/decoder/decoder.ts';
import { checkManifest } from '../checkManifest.ts';
import { checkRoom } from '../checkRoom.ts';
import { checkTaskCell } from '../taskCell.ts';
import type { ChatArchitecture } from './chatModel.ts';
import { symbolsRead } from './dialogEncoder.ts';
import type { ChatKnowledge } from './knowledge.ts';
import { modes } from './options.ts';

/** What model.json says of a model that talks. */
export interface StoredChat {
  readonly architecture: ChatArchitecture;
  readonly knowledge: ChatKnowledge;
}

/** The same under the names that every model.json has. */
interface Parts {
  readonly architecture: ChatArchitecture;
  readonly vocabulary: ChatKnowledge;
}

const checkForm = members({
  architecture: members({
    mode: oneOf([...modes]),
    symbols: positive,
    hierarchical: boolean,
    turns: count,
    embedding: positive,
    cell: checkTaskCell,
    hidden: positive,
    layers: positive,
    bidirectional: boolean,
    conditioning: oneOf([...conditionings, 'none']),
    dropout: be('number from 0 to below 1', (value) => Number(value) >= 0 && Number(value) < 1),
  }),
  vocabulary: members({
    text: members({
      unit: oneOf([...units]),
      lowercase: boolean,
      symbols: optional(strings),
      tokenizer: optional(string),
    }),
    usual: string,
    said: each('array', strings),
    bound: positive,
    candidates: optional(strings),
    slots: optional(each('object', strings)),
  }),
  probes: each('array', members({ input: strings })),
});

/** The model that talks in a manifest. Throws `bad-model` where it is another task's, or incomplete. */
export function checkStored(manifest: ModelManifest): StoredChat {
  const { architecture, vocabulary } = checkManifest<Parts>(manifest, 'chat', checkForm, faultOf);
  const { symbols, embedding, hidden } = architecture;
  checkRoom(manifest, symbols * embedding + hidden ** 2);
  return { architecture, knowledge: vocabulary };
}

function faultOf({ architecture, vocabulary }: Parts): string | undefined {
  const { mode, symbols, hierarchical, turns, conditioning } = architecture;
  const { text, candidates, said } = vocabulary;
  const sides: { readonly unit: string; readonly symbols?: unknown; readonly tokenizer?: unknown } = text;
  if ((text.unit === 'bpe' ? sides.tokenizer : sides.symbols) === undefined)
    return 'its vocabulary is missing';
  const coder = coderOf(text);
  if (symbolsRead(coder) !== symbols || coder.begin === coder.end)
    return 'its vocabulary does not fit its architecture';
  if (hierarchical !== (turns === 0)) return 'its turns do not fit its architecture';
  if (said.some(({ length }) => length !== 2)) return 'a turn is without its reply';
  if ((mode === 'rank') !== (conditioning === 'none') || (mode === 'rank') !== (candidates !== undefined))
    return 'it does not fit its mode';
  return candidates?.length === 0 ? 'it has no candidates' : undefined;
}
