import { conlluColumns } from '../tags/readTagged.ts';
import { type FoundTree, orNone, type Place } from './tree.ts';

/** The columns that can hold the labels of words. */
export const labelColumns = ['lemma', 'upos', 'xpos', 'feats', 'deprel'] as const;
export type LabelColumn = (typeof labelColumns)[number];

interface Line {
  readonly fields: readonly string[];
  readonly line: number;
}

/**
 * Dependency trees in CoNLL-U: a word and its label, by default DEPREL (column 8), on each line, its parent by
 * HEAD (column 7), an empty line after each sentence. Ranges of tokens (`1-2`) and empty nodes (`1.1`) are left out. Goes on after a
 * fault with the next sentence.
 */
export function* parseConllu(text: string, column: LabelColumn = 'deprel'): Generator<FoundTree> {
  let rows: Line[] = [];
  for (const [k, content] of [...text.split(/\r?\n/), ''].entries()) {
    if (content.startsWith('#')) continue;
    if (content.trim() !== '') {
      rows.push({ fields: content.split('\t'), line: k + 1 });
      continue;
    }
    if (rows.length > 0) yield sentence(rows, column);
    rows = [];
  }
}

const remedy = 'Give CoNLL-U: ten columns between tabs, one word with HEAD 0, and no cycle.';

function sentence(rows: readonly Line[], label: LabelColumn): FoundTree {
  const words: (string | null)[] = [];
  const labels: (string | null)[] = [];
  const parents: number[] = [];
  const places: Place[] = [];
  for (const { fields, line } of rows) {
    if (fields.length !== 10)
      return { line, column: 1, what: `there are ${fields.length} columns, not 10`, remedy };
    if (/[-.]/.test(fields[0])) continue;
    const column = fields.slice(0, 6).join('\t').length + 2;
    if (!/^\d+$/.test(fields[6])) return { line, column, what: `HEAD is "${fields[6]}"`, remedy };
    words.push(fields[1]);
    labels.push(orNone(fields[conlluColumns[label] - 1]));
    parents.push(Number(fields[6]) - 1);
    places.push({ line, column });
  }
  const first = { line: rows[0].line, column: 1 };
  if (words.length === 0) return { ...first, what: 'the tree is empty', remedy };
  const outside = parents.findIndex((parent) => parent >= parents.length);
  if (outside >= 0) {
    return { ...places[outside], what: `HEAD ${parents[outside] + 1} is no word of the sentence`, remedy };
  }
  const roots = parents.filter((parent) => parent < 0).length;
  if (roots !== 1) return { ...first, what: `${roots} words have HEAD 0, not one`, remedy };
  const cyclic = parents.findIndex((_, node) => !reachesRoot(parents, node));
  if (cyclic >= 0) return { ...places[cyclic], what: 'the word is part of a cycle, or hangs on one', remedy };
  return { words, labels, parents, places };
}

function reachesRoot(parents: readonly number[], node: number): boolean {
  let at = node;
  for (let steps = 0; steps <= parents.length; steps++) {
    if (at < 0) return true;
    at = parents[at];
  }
  return false;
}
