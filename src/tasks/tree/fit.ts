import { tokenVocabulary } from '../../data/text/vocabulary.ts';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { treeBatch } from '../../nn/trees/treeBatch.ts';
import { crossEntropy } from '../../tensor/losses/crossEntropy.ts';
import { openContext } from '../../tensor/openContext.ts';
import { fitModel } from '../../train/fitModel.ts';
import { constant } from '../../train/schedules/constant.ts';
import { shuffledBatches } from '../../train/shuffledBatches.ts';
import { budgetOf } from '../budgetOf.ts';
import { loadFrom } from '../loadFrom.ts';
import { type Fixed, refuseChanges } from '../refuseChanges.ts';
import type { Runtime } from '../task.ts';
import { knownOnly, type NamedTree, type TreeData } from './data.ts';
import { labelTrees } from './labelTrees.ts';
import { type CompleteOptions, completeOptions, type TreeOptions } from './options.ts';
import { checkStored, type StoredTree } from './storedTree.ts';
import { treeModel } from './treeModel.ts';
import { treeScores } from './treeScores.ts';
import { treeOptimizer } from './treeOptimizer.ts';
import { asRead, wordIds } from './wordIds.ts';

/** How much of the average of weights is kept at a step. */
const AVERAGE = 0.998;

/** Trees that are kept as probes. */
const PROBES = 3;

/** Trains a recursive network on labelled trees. Throws as `Task.fit`. */
export async function fit(data: TreeData, options: TreeOptions, runtime: Runtime): Promise<StoredModel> {
  const arity = Math.max(1, treeBatch(data.trees.map(({ parents }) => parents)).arity);
  const complete = completeOptions(options, arity);
  const stored = runtime.resume ?? runtime.from;
  const before = stored && checkStored(stored.manifest);
  if (before && !runtime.resume) refuseChanges('tree', options, fixedOf(before));
  const tree = before ?? describe(data.trees, complete, arity);
  const { architecture, vocabulary } = tree;
  const { labels, target } = vocabulary;
  const idsOf = wordIds(vocabulary);
  const trees = knownOnly(data.trees, new Set(labels), false);
  const ids = trees.map(idsOf);
  const truths = trees.map(({ labels: given, parents }) =>
    given.map((label, node) =>
      label === null || (target === 'root' && parents[node] >= 0) ? -1 : labels.indexOf(label),
    ),
  );
  const context = await openContext(runtime);
  try {
    const model = treeModel(context, architecture, complete.seed);
    loadFrom(model.parameters, runtime.from);
    const label = (some: readonly NamedTree[]): number[][][] => labelTrees(context, model, some, idsOf);
    return await fitModel<Uint32Array>({
      describe: {
        task: 'tree',
        ...tree,
        data: { name: data.name, sha256: data.sha256, trees: trees.length },
        seed: complete.seed,
      },
      options: complete,
      probes: () =>
        trees.slice(0, PROBES).map((one, k) => ({
          input: { words: Array.from(ids[k]), parents: [...one.parents] },
          output: label([one])[0].flat(),
        })),
      runtime,
      train: {
        context,
        parameters: model.parameters,
        optimizer: treeOptimizer(model.parameters, complete),
        schedule: constant(complete.lr),
        budget: budgetOf(complete),
        clip: { norm: 5 },
        average: { decay: AVERAGE },
        seed: complete.seed,
        batches: shuffledBatches({ count: trees.length, size: complete.batch, seed: complete.seed }),
        loss(chosen, pass) {
          const batch = treeBatch(Array.from(chosen, (k) => trees[k].parents));
          const byRow = (of: (tree: number, node: number) => number): Int32Array =>
            batch.trees.map((tree, row) => of(chosen[tree], batch.nodes[row]));
          const rows = byRow((k, node) => ids[k][node]);
          const expected = byRow((k, node) => truths[k][node]);
          const scores = model.run(
            batch,
            rows,
            pass,
            byRow((k) => k),
          );
          return {
            loss: crossEntropy(scores, context.tensor(expected, [batch.total], 'int32')),
            tokens: expected.filter((one) => one >= 0).length,
          };
        },
        ...(data.valid.length > 0
          ? {
              validate: () => {
                const [{ values }] = treeScores(vocabulary, data.valid, label(data.valid)).rows;
                return { accuracy: values[target === 'root' ? 1 : 0], root: values[1] };
              },
              monitor: { metric: 'accuracy', better: 'higher' } as const,
            }
          : {}),
      },
    });
  } finally {
    context.close();
  }
}

/** What a model of these trees is. */
function describe(
  trees: readonly NamedTree[],
  {
    minCount,
    lowercase,
    target,
    column,
    composition,
    embedding,
    hidden,
    bidirectional,
    dropout,
  }: CompleteOptions,
  arity: number,
): StoredTree {
  const isGiven = (text: string | null): text is string => text !== null;
  const { symbols } = tokenVocabulary(
    trees.map(({ words }) => words.filter(isGiven).map((word) => asRead(word, lowercase))),
    { minCount },
  );
  const found = new Set(trees.flatMap((tree) => tree.labels.filter(isGiven)));
  const labels = [...found].sort((a, b) => (a < b ? -1 : 1));
  const nodes = labels.map(() => 0);
  const roots = labels.map(() => 0);
  for (const tree of trees) {
    tree.labels.forEach((label, node) => {
      if (label === null) return;
      nodes[labels.indexOf(label)]++;
      if (tree.parents[node] < 0) roots[labels.indexOf(label)]++;
    });
  }
  const sizes = { words: symbols.length, labels: labels.length, embedding, hidden, arity };
  return {
    architecture: { composition, ...sizes, bidirectional, dropout },
    vocabulary: { words: symbols, lowercase, labels, nodes, roots, target, column },
  };
}

/** What cannot change in a trained model, by the names of options. */
const fixedOf = ({ architecture, vocabulary: { target, lowercase, column } }: StoredTree): Fixed => {
  const { composition, embedding, hidden, bidirectional, dropout } = architecture;
  return { composition, embedding, hidden, bidirectional, dropout, target, lowercase, column };
};
