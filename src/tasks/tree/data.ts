import { readText } from '../../data/file/readText.ts';
import type { LabelColumn } from '../../data/tree/parseConllu.ts';
import { failAt, parseTrees, treeForm } from '../../data/tree/parseTrees.ts';
import type { ReadTree } from '../../data/tree/tree.ts';
import type { Platform } from '../../platform/platform.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { permutation, stream } from '../../support/random.ts';
import type { Target, TreeOptions } from './options.ts';
import type { StoredTree } from './storedTree.ts';

/** A tree and the file that it is from. */
export interface NamedTree extends ReadTree {
  readonly file: string;
}

/** Trees to train on, and trees to validate on. */
export interface TreeData {
  readonly trees: readonly NamedTree[];
  readonly valid: readonly NamedTree[];
  readonly name: string;
  readonly sha256: string;
  readonly notes: readonly string[];
}

/** A text and its name in errors. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** How trees are read. */
type Reading = Pick<TreeOptions, 'skipBad' | 'column'>;

/** The stream by which trees are held out. */
const HELD_OUT = 0x74726565;

/**
 * Trees to train on; a random tenth is held out, unless `valid` or the options say otherwise. Held-out trees with a
 * label that is not in the others are trained on instead. `usual`: the column of labels in CoNLL-U where the options name
 * none. Throws `bad-data` with file, line and column.
 */
export async function treeData(
  platform: Pick<Platform, 'sha256'>,
  texts: readonly NamedText[],
  options: TreeOptions,
  valid?: NamedText,
  usual?: LabelColumn,
): Promise<TreeData> {
  const { validFraction = 0.1, target = 'nodes', skipBad = false, seed = 1, column } = options;
  checkNumber('tree', 'validFraction', validFraction, { least: 0, below: 1 });
  const other =
    column && [...texts, ...(valid ? [valid] : [])].find(({ text }) => treeForm(text) !== 'conllu');
  if (other) {
    const what = `${other.name} is no CoNLL-U`;
    fail('bad-argument', 'column', what, 'Leave out the column: its labels stand at the nodes');
  }
  const reading = { skipBad, column: column ?? usual };
  const read = await wholeTrees(platform, texts, reading);
  const given = valid && (await wholeTrees(platform, [valid], reading));
  const own = labelled(read.trees, target, skipBad);
  const count = given ? 0 : Math.round(own.length * validFraction);
  const held = new Set(permutation(stream(seed, HELD_OUT), own.length).slice(0, count));
  const rest = own.filter((_, k) => !held.has(k));
  const known = labelsOf(rest);
  const isStrange = ({ labels }: NamedTree): boolean =>
    labels.some((label) => label !== null && !known.has(label));
  const trees = own.filter((tree, k) => !held.has(k) || isStrange(tree));
  const others = given
    ? knownOnly(labelled(given.trees, target, skipBad), known, skipBad)
    : own.filter((tree, k) => held.has(k) && !isStrange(tree));
  if (trees.length === 0) fail('bad-data', read.name, 'there is no tree to train on', 'Give labelled trees');
  const lost = read.trees.length - own.length + (given ? given.trees.length - others.length : 0);
  return {
    trees,
    valid: others,
    name: read.name,
    sha256: await platform.sha256(new TextEncoder().encode(`${read.sha256} ${given?.sha256 ?? count}`)),
    notes: [
      `${read.name}: ${trees.length} trees to train on, ${others.length} held out to validate on.`,
      ...read.notes.slice(1),
      ...(given?.notes.slice(1) ?? []),
      ...(lost > 0 ? [`${lost} trees with missing or unseen labels were left out.`] : []),
    ],
  };
}

/** All trees of texts, nothing held out and no label looked at. Throws `bad-data`. */
export async function wholeTrees(
  platform: Pick<Platform, 'sha256'>,
  texts: readonly NamedText[],
  reading: Reading = {},
): Promise<TreeData> {
  const found = texts.map(({ name, text }) => ({ file: name, ...parseTrees(text, name, reading) }));
  const trees = found.flatMap((one) => one.trees.map((tree): NamedTree => ({ ...tree, file: one.file })));
  const bad = found.reduce((sum, { faults }) => sum + faults.length, 0);
  const name = texts.map((text) => text.name).join(', ');
  if (trees.length === 0)
    fail('bad-data', name, 'there is no tree in it', 'Give trees as (3 (2 It) (4 works)), JSON or CoNLL-U');
  return {
    trees,
    valid: [],
    name,
    sha256: await platform.sha256(new TextEncoder().encode(texts.map(({ text }) => text).join('\u0000'))),
    notes: [
      `${name}: ${trees.length} trees.`,
      ...(bad > 0 ? [`${bad} that are no trees were left out.`] : []),
    ],
  };
}

/** Reads files (UTF-8, plain or gzipped). Throws `file-missing`, `bad-data`. */
export async function readTreeData(
  platform: Platform,
  paths: readonly string[],
  options: TreeOptions,
  model?: StoredTree,
  from?: StoredTree,
): Promise<TreeData> {
  const read = async (path: string): Promise<NamedText> => ({
    name: platform.files.baseName(path),
    text: await readText(platform, path),
  });
  const texts: NamedText[] = [];
  for (const path of paths) texts.push(await read(path));
  const { validFile, skipBad } = options;
  if (model) return wholeTrees(platform, texts, { skipBad, column: model.vocabulary.column });
  const valid = validFile === undefined ? undefined : await read(validFile);
  return treeData(platform, texts, options, valid, from?.vocabulary.column);
}

const labelsOf = (trees: readonly NamedTree[]): Set<string | null> =>
  new Set(trees.flatMap(({ labels }) => labels));

/** Trees that have the labels that are learned or scored. Throws `bad-data` for others unless they are skipped. */
export function labelled(
  trees: readonly NamedTree[],
  target: Target,
  skipBad: boolean,
): readonly NamedTree[] {
  const remedy =
    'Give it one, learn roots alone with --target root, or leave such trees out with --skip-bad.';
  return sound(trees, skipBad, {
    what: () => 'the node has no label',
    remedy,
    find: ({ labels, parents }) =>
      labels.findIndex((label, node) => label === null && (target === 'nodes' || parents[node] < 0)),
  });
}

/** Trees whose labels are known. Throws `bad-data` for others unless they are skipped. */
export function knownOnly(
  trees: readonly NamedTree[],
  known: ReadonlySet<string | null>,
  skipBad: boolean,
): readonly NamedTree[] {
  return sound(trees, skipBad, {
    what: (label) => `the label "${label}" was not seen in training`,
    remedy: 'Correct it, train on data that has it, or leave such trees out with --skip-bad.',
    find: ({ labels }) => labels.findIndex((label) => label !== null && !known.has(label)),
  });
}

/** What can be wrong with the label of a node. */
interface LabelFault {
  readonly what: (label: string | null) => string;
  readonly remedy: string;
  /** The first node of a tree where it is, or -1. */
  readonly find: (tree: NamedTree) => number;
}

function sound(
  trees: readonly NamedTree[],
  skipBad: boolean,
  { what, remedy, find }: LabelFault,
): readonly NamedTree[] {
  return trees.filter((tree) => {
    const node = find(tree);
    if (node < 0 || skipBad) return node < 0;
    return failAt(tree.file, { ...tree.places[node], what: what(tree.labels[node]), remedy });
  });
}
