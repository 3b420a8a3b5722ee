import { labelColumns } from '../../data/tree/parseConllu.ts';
import { fail } from '../../support/errors.ts';
import type { Predictor, Task, TaskOption } from '../task.ts';
import { readTreeData, type TreeData } from './data.ts';
import { drawTree } from './drawTree.ts';
import { fit } from './fit.ts';
import { compositions, targets, type TreeOptions } from './options.ts';
import { checkStored } from './storedTree.ts';
import { treeLabeller } from './treeLabeller.ts';

const skipBad: TaskOption = { name: 'skipBad', kind: 'flag', help: 'leave bad trees out, and count them' };

/** Recursive networks: trees in, a label at each node out. */
export const task: Task<TreeData, TreeOptions> = {
  name: 'tree',
  summary: 'learn the labels of the nodes of trees, in brackets, as JSON lines or as CoNLL-U',
  example: 'npx unrolled train tree sentences.txt --composition n-ary --out sentiment',
  options: [
    {
      name: 'composition',
      kind: 'choice',
      choices: compositions,
      help: 'how a node is made of its children',
    },
    {
      name: 'column',
      kind: 'choice',
      choices: labelColumns,
      help: 'where the labels of CoNLL-U stand',
    },
    { name: 'target', kind: 'choice', choices: targets, help: 'which labels are learned' },
    { name: 'embedding', kind: 'count', help: 'width of the vectors that stand for words' },
    { name: 'minCount', kind: 'count', help: 'words that occur less often are read as unknown' },
    { name: 'lowercase', kind: 'flag', help: 'read words in lower case' },
    { name: 'wordLr', kind: 'number', help: 'learning rate of the vectors of words' },
    { name: 'weightDecay', kind: 'number', help: 'L2 penalty on all weights but the vectors of words' },
    skipBad,
  ],
  refuses: {
    cell: 'A tree has --composition: child-sum, n-ary, recursive, tensor or sequence.',
    layers: 'A tree is as deep as it is.',
  },
  predictOptions: [skipBad],
  evaluateOptions: [skipBad],
  defaults: {
    composition: 'n-ary up to four children, else child-sum',
    column: 'deprel',
    target: 'nodes',
    hidden: '100 (recursive: 50, tensor: 30)',
    embedding: 'as hidden',
    bidirectional: false,
    dropout: 0.3,
    epochs: 10,
    batch: 32,
    lr: '0.02 (recursive: 0.01, tensor: 0.002)',
    wordLr: 0.1,
    lowercase: false,
    seed: 1,
    validFraction: 0.1,
    minCount: 1,
    weightDecay: 1e-4,
  },
  async read(platform, paths, options, model, from) {
    return readTreeData(platform, paths, options, model && checkStored(model), from && checkStored(from));
  },
  fit,
  async open(model, engine): Promise<Predictor<TreeData>> {
    const labeller = await treeLabeller(model, engine);
    return {
      manifest: labeller.manifest,
      async evaluate({ trees, valid, notes }, given) {
        const evaluation = labeller.evaluate(valid.length > 0 ? valid : trees, {
          skipBad: given.skipBad === true,
        });
        return { ...evaluation, notes: [...evaluation.notes, ...notes.slice(1)] };
      },
      async predict(data) {
        if (!data) return fail('bad-argument', 'predict', 'there are no trees', 'Give a file of trees, or -');
        const trees = labeller.predict(data.trees);
        return {
          json: { trees: trees.map((nodes) => ({ nodes })), notes: [...data.notes] },
          text: () => trees.map((nodes) => drawTree(nodes).join('\n')).join('\n\n'),
        };
      },
      probe: async () => labeller.probe(),
      close: labeller.close,
    };
  },
};
