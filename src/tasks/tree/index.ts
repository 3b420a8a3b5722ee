import { platform } from '#platform';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { type FitOptions, fitTask, splitOptions } from '../fitTask.ts';
import type { Engine } from '../task.ts';
import { treeData } from './data.ts';
import { fit as fitHere } from './fit.ts';
import type { TreeOptions } from './options.ts';
import { type TreeLabeller, treeLabeller } from './treeLabeller.ts';

export { type ParsedTrees, parseTrees } from '../../data/tree/parseTrees.ts';
export type { Tree } from '../../data/tree/tree.ts';
export type { Composition, Target, TreeOptions } from './options.ts';
export type { LabelledNode, TreeLabeller } from './treeLabeller.ts';

/**
 * Trains a recursive network on trees (brackets, JSON lines or CoNLL-U); a tenth of them is held out to validate on,
 * unless `valid` or `validFraction` says otherwise. Throws `bad-data`, `bad-argument`, `interrupted`, `not-finite`.
 */
export async function fit(
  text: string,
  options: TreeOptions & FitOptions & { readonly valid?: string } = {},
): Promise<TreeLabeller> {
  const { valid, ...given } = options;
  const split = splitOptions(given);
  const held = valid === undefined ? undefined : { name: 'valid', text: valid };
  const data = await treeData(platform, [{ name: 'text', text }], given, held);
  return treeLabeller(await fitTask('tree', fitHere, data, split), split.runtime);
}

/** Opens a trained model. Throws `bad-model`. */
export function open(model: StoredModel, engine: Engine = {}): Promise<TreeLabeller> {
  return treeLabeller(model, engine);
}
