import type { FoundTree, Place } from './tree.ts';

interface Growing {
  readonly words: (string | null)[];
  readonly labels: (string | null)[];
  readonly parents: number[];
  readonly places: Place[];
}

/**
 * JSON trees, one on each line: `{"label": "3", "children": [{"label": "2", "word": "It"}, ...]}`. Without `label` a
 * node has none; words and labels may be numbers. Goes on after a fault with the next line.
 */
export function* parseTreeLines(text: string): Generator<FoundTree> {
  for (const [k, content] of text.split(/\r?\n/).entries()) {
    if (content.trim() === '') continue;
    const place = { line: k + 1, column: content.search(/\S/) + 1 };
    const growing: Growing = { words: [], labels: [], parents: [], places: [] };
    const fault = grow(parsed(content), place, growing);
    yield fault === undefined
      ? growing
      : {
          ...place,
          what: fault,
          remedy: 'Give {"label", "word"} or {"label", "children": [...]} on each line.',
        };
  }
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** Adds the nodes of a tree, parents first. Gives what is wrong with it. */
function grow(tree: unknown, place: Place, { words, labels, parents, places }: Growing): string | undefined {
  const stack: { value: unknown; parent: number }[] = [{ value: tree, parent: -1 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, parent } = next;
    const node = parents.length;
    const where = node === 0 ? 'the tree' : `node ${node + 1}`;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return `${where} is no JSON object`;
    const { word, label, children = [] } = value as Record<string, unknown>;
    if (!isText(word) || !isText(label)) return `${where} has a word or label that is no text`;
    if (!Array.isArray(children)) return `${where} has children that are no array`;
    if (word === undefined && children.length === 0) {
      return node === 0 ? 'the tree is empty' : `${where} holds neither a word nor children`;
    }
    words.push(word === undefined ? null : String(word));
    labels.push(label === undefined ? null : String(label));
    parents.push(parent);
    places.push(place);
    for (const child of children.toReversed()) stack.push({ value: child, parent: node });
  }
  return undefined;
}

const isText = (value: unknown): value is string | number | undefined =>
  value === undefined || typeof value === 'string' || typeof value === 'number';
