import type { BadLines } from './badLines.ts';
import type { TaggedSentence } from './taggedSentence.ts';

/** Where tokens and tags stand in a file of columns. */
export interface Columns {
  /** Counted from 1; negative from the end. */
  readonly token: number;
  readonly tag: number;
}

interface Line {
  readonly cells: readonly string[];
  readonly number: number;
}

/**
 * CoNLL columns: a token per line, its columns separated by tabs or blanks, an empty line after each sentence. Lines with
 * `-DOCSTART-` are left out. A file of one column has no tags. CoNLL-U (`conllu`): columns separated by tabs, comments
 * after #, and no words of multiword tokens (1-2) or empty nodes (1.1). Reports a line with another number of columns.
 */
export function readColumns(
  text: string,
  file: string,
  { token, tag }: Columns,
  bad: BadLines,
  conllu = false,
): TaggedSentence[] {
  const sentences: TaggedSentence[] = [];
  let lines: Line[] = [];
  let width = conllu ? 10 : 0;
  const end = (): void => {
    if (lines.length === 0) return;
    if (width === 0) width = lines[0].cells.length;
    const at = (column: number): number => (column < 0 ? width + column : column - 1);
    const odd = lines.find(({ cells }) => cells.length !== width || cells.some((cell) => cell === ''));
    const missing = Math.max(at(token), at(tag)) >= width && width > 1;
    if (odd !== undefined) {
      const what = `it has ${odd.cells.length} columns, ${width} are expected`;
      bad.report(file, odd.number, what, 'Give every token a line with as many columns');
    } else if (missing) {
      const what = `it has ${width} columns, and there is no column ${Math.max(token, tag)}`;
      bad.report(file, lines[0].number, what, 'Say with --column where the tags stand');
    } else {
      sentences.push({
        tokens: lines.map(({ cells }) => cells[width === 1 ? 0 : at(token)]),
        ...(width > 1 && { tags: lines.map(({ cells }) => cells[at(tag)]) }),
        file,
        lines: lines.map(({ number }) => number),
      });
    }
    lines = [];
  };
  text.split(/\r?\n/).forEach((content, k) => {
    if (content.trim() === '') end();
    else if (conllu && (content.startsWith('#') || /^\d+[-.]\d+\t/.test(content))) return;
    else if (!content.startsWith('-DOCSTART-')) {
      const cells = content.includes('\t')
        ? content.replace(/\t+$/, '').split('\t')
        : content.trim().split(/ +/);
      lines.push({ cells, number: k + 1 });
    }
  });
  end();
  return sentences;
}
