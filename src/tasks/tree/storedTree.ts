import { type LabelColumn, labelColumns } from '../../data/tree/parseConllu.ts';
import { be, boolean, members, numbers, oneOf, positive, strings } from '../../formats/model/check.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { checkManifest } from '../checkManifest.ts';
import { checkRoom } from '../checkRoom.ts';
import { compositions, type Target, targets } from './options.ts';
import type { TreeArchitecture } from './treeArchitecture.ts';

/** What model.json says of a tree model. */
export interface StoredTree {
  readonly architecture: TreeArchitecture;
  readonly vocabulary: {
    /** The first is `<unk>`. */
    readonly words: readonly string[];
    /** Words are read in lower case. */
    readonly lowercase: boolean;
    readonly labels: readonly string[];
    /** How often each label stood at a node, and at a root, in training: what the baseline knows. */
    readonly nodes: readonly number[];
    readonly roots: readonly number[];
    readonly target: Target;
    /** Where the labels stood in CoNLL-U. */
    readonly column: LabelColumn;
  };
}

const checkForm = members({
  architecture: members({
    composition: oneOf([...compositions]),
    words: positive,
    labels: positive,
    embedding: positive,
    hidden: positive,
    arity: positive,
    bidirectional: boolean,
    dropout: be('number from 0 to below 1', (value) => Number(value) >= 0 && Number(value) < 1),
  }),
  vocabulary: members({
    words: strings,
    lowercase: boolean,
    labels: strings,
    nodes: numbers,
    roots: numbers,
    target: oneOf([...targets]),
    column: oneOf([...labelColumns]),
  }),
});

/** The tree model in a manifest. Throws `bad-model` where it is another task's, or incomplete. */
export function checkStored(manifest: ModelManifest): StoredTree {
  const { architecture, vocabulary } = checkManifest<StoredTree>(manifest, 'tree', checkForm, faultOfSizes);
  const { words, embedding, hidden } = architecture;
  checkRoom(manifest, words * embedding + hidden ** 2);
  return { architecture, vocabulary };
}

function faultOfSizes({ architecture, vocabulary }: StoredTree): string | undefined {
  const { words, labels, nodes, roots } = vocabulary;
  const fits =
    words.length === architecture.words &&
    [labels, nodes, roots].every(({ length }) => length === architecture.labels);
  return fits ? undefined : 'its architecture and vocabulary do not fit together';
}
