import type { Tree } from '../../data/tree/tree.ts';
import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import { openContext } from '../../tensor/openContext.ts';
import { loadWeights } from '../../train/storedState.ts';
import { closeOnError } from '../closeOnError.ts';
import { saveModel } from '../saveModel.ts';
import type { Engine, Evaluation } from '../task.ts';
import { knownOnly, labelled, type NamedTree } from './data.ts';
import { labelTrees, likeliest } from './labelTrees.ts';
import { checkStored } from './storedTree.ts';
import { treeModel } from './treeModel.ts';
import { treeScores } from './treeScores.ts';
import { wordIds } from './wordIds.ts';

/** A node as the model sees it. */
export type LabelledNode = {
  readonly word: string | null;
  /** The node that it belongs to, -1 for the root. */
  readonly parent: number;
  readonly label: string;
  /** The label's probability. */
  readonly confidence: number;
};

/** A trained tree model at work. */
export interface TreeLabeller {
  readonly task: 'tree';
  readonly model: StoredModel;
  readonly manifest: ModelManifest;
  /** The nodes of each tree with their labels. Throws `bad-data` where a node has too many children. */
  predict(trees: readonly Tree[]): LabelledNode[][];
  /** Accuracies beside those of the most frequent label. Throws `bad-data` for missing and unseen labels. */
  evaluate(trees: readonly NamedTree[], options?: { readonly skipBad?: boolean }): Evaluation;
  probe(): readonly (readonly number[])[];
  /** Stores the model in a folder, in place of one that is there; not in a browser. Throws `file-write`. */
  save(folder: string): Promise<void>;
  close(): void;
}

/** Opens a stored tree model. Throws `bad-model`, `no-backend`. */
export async function treeLabeller(stored: StoredModel, engine: Engine = {}): Promise<TreeLabeller> {
  const { manifest } = stored;
  const { architecture, vocabulary } = checkStored(manifest);
  const { labels, target } = vocabulary;
  const idsOf = wordIds(vocabulary);
  const context = await openContext(engine);
  const model = closeOnError(context, () => {
    const made = treeModel(context, architecture, manifest.seed);
    loadWeights(made.parameters, stored.blobs.weights, manifest.files.weights.name);
    return made;
  });
  const sharesOf = (trees: readonly Tree[]): number[][][] => labelTrees(context, model, trees, idsOf);
  return {
    task: 'tree',
    model: stored,
    manifest,
    predict(trees) {
      const shares = sharesOf(trees);
      return trees.map((tree, t) =>
        tree.words.map((word, node) => {
          const best = likeliest(shares[t][node]);
          return { word, parent: tree.parents[node], label: labels[best], confidence: shares[t][node][best] };
        }),
      );
    },
    evaluate(trees, { skipBad = false } = {}) {
      const scored = knownOnly(labelled(trees, target, skipBad), new Set(labels), skipBad);
      const evaluation = treeScores(vocabulary, scored, sharesOf(scored));
      const left = trees.length - scored.length;
      const note = `${left} trees with missing or unseen labels were left out.`;
      return left > 0 ? { ...evaluation, notes: [...evaluation.notes, note] } : evaluation;
    },
    probe: () =>
      manifest.probes.map(({ input }) => {
        const { words: ids, parents } = input as { words: number[]; parents: number[] };
        const tree = { words: ids.map(() => null), labels: ids.map(() => null), parents };
        return labelTrees(context, model, [tree], () => Int32Array.from(ids))[0].flat();
      }),
    save: (folder) => saveModel(stored, folder),
    close: () => context.close(),
  };
}
