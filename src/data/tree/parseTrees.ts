import { fail } from '../../support/errors.ts';
import { parseBrackets } from './parseBrackets.ts';
import { type LabelColumn, parseConllu } from './parseConllu.ts';
import { parseTreeLines } from './parseTreeLines.ts';
import { type FoundTree, isFault, type ReadTree, type TreeFault } from './tree.ts';

/** How trees are written. */
type TreeForm = 'brackets' | 'json' | 'conllu';

/** Trees of a text, and what could not be read. */
export interface ParsedTrees {
  readonly trees: readonly ReadTree[];
  readonly faults: readonly TreeFault[];
}

/**
 * The trees of a text, in brackets, as JSON lines or as CoNLL-U, told by its first character. `column`: where the labels
 * of CoNLL-U stand, by default `deprel`. With `skipBad` what is no tree is left out and counted; else it throws
 * `bad-data` with line and column.
 */
export function parseTrees(
  text: string,
  name: string,
  { skipBad = false, column }: { readonly skipBad?: boolean; readonly column?: LabelColumn } = {},
): ParsedTrees {
  const trees: ReadTree[] = [];
  const faults: TreeFault[] = [];
  for (const found of parsers[treeForm(text)](text, column)) {
    if (!isFault(found)) trees.push(found);
    else if (skipBad) faults.push(found);
    else failAt(name, found);
  }
  return { trees, faults };
}

/** Throws `bad-data`: file, line, column, what is wrong and the remedy. */
export function failAt(name: string, { line, column, what, remedy }: TreeFault): never {
  return fail('bad-data', `${name}, line ${line}, column ${column}`, what, remedy);
}

const parsers: Readonly<Record<TreeForm, (text: string, column?: LabelColumn) => Iterable<FoundTree>>> = {
  brackets: parseBrackets,
  json: parseTreeLines,
  conllu: parseConllu,
};

/** By the first character of a text. */
export function treeForm(text: string): TreeForm {
  const first = text.trimStart().charAt(0);
  if (first === '{') return 'json';
  return first === '#' || /^\d+[-.\d]*\t/.test(text.trimStart()) ? 'conllu' : 'brackets';
}
