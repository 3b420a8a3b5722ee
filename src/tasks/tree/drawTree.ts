import type { LabelledNode } from './treeLabeller.ts';

/** A line for each node, below its parent and indented: label, confidence in percent, word. */
export function drawTree(nodes: readonly LabelledNode[]): string[] {
  const children = nodes.map((): number[] => []);
  nodes.forEach(({ parent }, node) => parent >= 0 && children[parent].push(node));
  const lines: string[] = [];
  const stack = [{ node: nodes.findIndex(({ parent }) => parent < 0), depth: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, depth } = next;
    const { label, confidence, word } = nodes[node];
    const share = `${Math.round(100 * confidence)} %`;
    lines.push(`${'  '.repeat(depth)}${label}  ${share}${word === null ? '' : `  ${word}`}`);
    for (const child of children[node].toReversed()) stack.push({ node: child, depth: depth + 1 });
  }
  return lines;
}
