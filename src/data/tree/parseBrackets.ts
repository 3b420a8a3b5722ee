import { type FoundTree, orNone, type Place, type ReadTree, type TreeFault } from './tree.ts';

/** A bracket that is open: the number of its node, whether it has a word, and how many children. */
interface Open {
  readonly node: number;
  hasWord: boolean;
  children: number;
}

/** Nodes as they are read; a node without a label so far has the label undefined. */
interface Growing {
  readonly words: (string | null)[];
  readonly labels: (string | null | undefined)[];
  readonly parents: number[];
  readonly places: Place[];
}

/** Words are what blanks and tabs separate: a no-break space is part of a word, as in the Stanford Sentiment Treebank. */
const tokens = /[()]|[^ \t\r\n()]+/g;

/**
 * Trees in the brackets of the Penn Treebank, `(3 (2 It) (4 works))`: a label, then a word or nodes. A tree may go over
 * several lines, of which all but the first are indented. A bracket without a label around a whole tree is left out.
 * `_` stands for no label. Goes on after a fault with the next line that begins with a bracket.
 */
export function* parseBrackets(text: string): Generator<FoundTree> {
  let growing: Growing = { words: [], labels: [], parents: [], places: [] };
  let open: Open[] = [];
  let lost = false;
  const restart = (): void => {
    growing = { words: [], labels: [], parents: [], places: [] };
    open = [];
  };
  const lines = text.split(/\r?\n/);
  for (const [k, content] of lines.entries()) {
    if (content.startsWith('(')) {
      lost = false;
      if (open.length > 0) yield unclosed(growing.places[0], open.length);
      restart();
    }
    for (const { 0: token, index } of content.matchAll(tokens)) {
      if (lost) break;
      const place = { line: k + 1, column: index + 1 };
      const fault = take(token, place, growing, open);
      if (fault) {
        yield fault;
        lost = true;
        restart();
      } else if (open.length === 0) {
        yield finished(growing);
        restart();
      }
    }
  }
  if (open.length > 0) yield unclosed(growing.places[0], open.length);
}

/** One bracket or word more. Gives what is wrong with it. */
function take(token: string, place: Place, growing: Growing, open: Open[]): TreeFault | undefined {
  const top = open.at(-1);
  const fault = (what: string, remedy: string): TreeFault => ({ ...place, what, remedy });
  if (token === '(') {
    if (top?.hasWord) return fault('a node follows a word', 'Give a node a word or nodes, not both.');
    if (top) top.children++;
    open.push({ node: growing.parents.length, hasWord: false, children: 0 });
    growing.parents.push(top?.node ?? -1);
    growing.words.push(null);
    growing.labels.push(undefined);
    growing.places.push(place);
    return undefined;
  }
  if (!top) {
    const what =
      token === ')' ? 'a bracket is closed that was not opened' : `"${token}" stands outside a tree`;
    return fault(what, 'Give trees as (3 (2 It) (4 works)).');
  }
  if (token === ')') {
    const isEmpty = !top.hasWord && top.children === 0;
    if (isEmpty && top.node === 0) return { ...growing.places[0], ...emptyTree };
    if (isEmpty) return { ...growing.places[top.node], ...emptyNode };
    open.pop();
    return undefined;
  }
  if (growing.labels[top.node] === undefined && top.children === 0) {
    growing.labels[top.node] = orNone(token);
    return undefined;
  }
  if (top.hasWord)
    return fault(`"${token}" is a second word in one node`, 'Give each word a bracket of its own.');
  if (top.children > 0)
    return fault(`the word "${token}" follows a node`, 'Give a node a word or nodes, not both.');
  top.hasWord = true;
  growing.words[top.node] = token;
  return undefined;
}

const emptyTree = { what: 'the tree is empty', remedy: 'Leave it out, or give it words.' };
const emptyNode = {
  what: 'the node holds neither a word nor nodes',
  remedy: 'Leave it out, or give it a word.',
};

const unclosed = (place: Place, count: number): TreeFault => ({
  ...place,
  what: `the tree is not closed: ${count} closing bracket${count === 1 ? ' is' : 's are'} missing`,
  remedy: 'Close it, and indent all lines of a tree but its first.',
});

/** Without a bracket around the whole that has no label, as the Penn Treebank has it. */
function finished({ words, labels, parents, places }: Growing): ReadTree {
  const isWrapped = labels[0] === undefined && parents.lastIndexOf(0) === 1;
  const from = isWrapped ? 1 : 0;
  return {
    words: words.slice(from),
    labels: labels.slice(from).map((label) => label ?? null),
    parents: parents.slice(from).map((parent) => Math.max(-1, parent - from)),
    places: places.slice(from),
  };
}
