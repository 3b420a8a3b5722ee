import { describe, expect, it } from 'vitest';
import { platform } from '#platform';
import { parseTrees } from '../../../src/data/tree/parseTrees.ts';
import { stream, uniform } from '../../../src/support/random.ts';
import { treeData } from '../../../src/tasks/tree/data.ts';
import { fit } from '../../../src/tasks/tree/fit.ts';
import type { TreeOptions } from '../../../src/tasks/tree/options.ts';
import { treeLabeller } from '../../../src/tasks/tree/treeLabeller.ts';

/** Formulas of `not`, `and` and what is true (1) or false (0), each node with its value. */
function formula(key: number, depth: number): { text: string; value: number } {
  const draw = uniform(stream(1, key), 0);
  if (depth === 0 || draw < 0.3) {
    const value = Number(draw * 1000 - Math.floor(draw * 1000) < 0.6);
    return { text: `(${value} ${value ? 'yes' : 'no'})`, value };
  }
  const left = formula(2 * key, depth - 1);
  if (draw < 0.5)
    return {
      text: `(${1 - left.value} not ${left.text})`.replace('not ', '(_ not) '),
      value: 1 - left.value,
    };
  const right = formula(2 * key + 1, depth - 1);
  const value = left.value & right.value;
  return { text: `(${value} ${left.text} ${right.text})`, value };
}

const formulas = Array.from({ length: 200 }, (_, k) =>
  formula((k + 1) * 1000, 4).text.replaceAll('(_ ', '(0 '),
);
const small: TreeOptions = { hidden: 12, epochs: 12, batch: 8, dropout: 0, weightDecay: 0, seed: 2, lr: 0.1 };
const engine = { backend: 'wasm', threads: 1 } as const;
const dataOf = (text: string, options: TreeOptions = {}): ReturnType<typeof treeData> =>
  treeData(platform, [{ name: 'formulas.txt', text }], options);

describe('tree', () => {
  it.each(['n-ary', 'child-sum', 'recursive', 'tensor', 'sequence'] as const)(
    'learns formulas with %s',
    async (composition) => {
      const data = await dataOf(formulas.join('\n'));
      const labeller = await treeLabeller(await fit(data, { ...small, composition }, engine), engine);
      const [[nodes, root], [, baseline]] = labeller.evaluate(data.valid).rows.map(({ values }) => values);
      expect(nodes).toBeGreaterThan(90);
      expect(root).toBeGreaterThan(baseline + 10);
      const [tree] = parseTrees('(1 (0 (0 not) (1 yes)) (1 yes))', 'x').trees;
      const [seen] = labeller.predict([tree]);
      expect(seen.map(({ word }) => word)).toEqual([null, null, 'not', 'yes', 'yes']);
      expect(labeller.probe()).toEqual(labeller.manifest.probes.map(({ output }) => output));
      labeller.close();
    },
  );

  it('goes on from a trained model, reads both ways, and keeps its form', async () => {
    const data = await dataOf(formulas.join('\n'));
    const options = { ...small, bidirectional: true, epochs: 2 };
    const first = await fit(data, options, engine);
    const second = await fit(data, { ...options, epochs: 10 }, { ...engine, from: first });
    const labeller = await treeLabeller(second, engine);
    expect(labeller.evaluate(data.valid).rows[0].values[0]).toBeGreaterThan(90);
    labeller.close();
    await expect(fit(data, { ...options, hidden: 5 }, { ...engine, from: first })).rejects.toThrow(
      'hidden is 5, but the model to go on from was made with 12',
    );
  });

  it.each([
    ['(1 (0 no) (1 yes)\n(1 yes)', 'formulas.txt, line 1, column 1: the tree is not closed'],
    ['(1 yes)\n(1 yes))', 'formulas.txt, line 2, column 8: a bracket is closed that was not opened'],
    ['(1 yes)\n()', 'formulas.txt, line 2, column 1: the tree is empty'],
    ['(1 (_ no) (1 yes))', 'formulas.txt, line 1, column 4: the node has no label'],
    ['{"label": 1, "children": [{}]}', 'line 1, column 1: node 2 holds neither a word nor children'],
    ['1\tno\t_\t_\t_\t_\t7\tx\t_\t_\n', 'line 1, column 14: HEAD 7 is no word of the sentence'],
  ])('%j is refused with its place, or left out', async (text, message) => {
    await expect(dataOf(text)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    });
    if (!text.startsWith('(')) return;
    const { notes } = await dataOf(`${text}\n(1 yes)\n(0 no)`, { skipBad: true, validFraction: 0 });
    expect(notes.join(' ')).toMatch(
      /1 (that are no trees|trees with missing or unseen labels) were left out/,
    );
  });

  it('refuses a label that was not seen in training', async () => {
    const model = await fit(
      await dataOf('(1 yes)\n(0 no)', { validFraction: 0 }),
      { ...small, steps: 1 },
      engine,
    );
    const labeller = await treeLabeller(model, engine);
    const trees = parseTrees('(1 yes)\n(2 maybe)', 'new.txt').trees.map((tree) => ({
      ...tree,
      file: 'new.txt',
    }));
    expect(() => labeller.evaluate(trees)).toThrow(
      'new.txt, line 2, column 1: the label "2" was not seen in training',
    );
    expect(labeller.evaluate(trees, { skipBad: true }).notes.join(' ')).toContain(
      '1 trees with missing or unseen',
    );
    labeller.close();
  });

  it('keeps a no-break space within a word', () => {
    const [tree] = parseTrees('(3 (2 1\u00a01\\/2) (4 hours))', 'x').trees;
    expect(tree.words).toEqual([null, '1\u00a01\\/2', 'hours']);
  });

  it('reads the same tree from brackets, JSON and CoNLL-U', () => {
    const json = '{"label":"a","word":"x","children":[{"label":"b","word":"y"}]}';
    const conllu = '# text\n1\tx\t_\t_\t_\t_\t0\ta\t_\t_\n2\ty\t_\t_\t_\t_\t1\tb\t_\t_\n\n';
    const [one, two] = [json, conllu].map((text) => parseTrees(text, 'x').trees[0]);
    expect({ ...one, places: [] }).toEqual({ ...two, places: [] });
    expect(parseTrees('(S (A x)\n   (B y))', 'x').trees[0]).toMatchObject({
      words: [null, 'x', 'y'],
      labels: ['S', 'A', 'B'],
      parents: [-1, 0, 0],
    });
  });
});
