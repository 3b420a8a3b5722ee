import { splitWords } from '../text/splitWords.ts';

/** What the tokenisation replaces, in this order. */
const rules: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/[\p{White_Space}\x1c-\x1f]+$/u, ''],
  [/<skipped>/g, ''],
  [/-\n/g, ''],
  [/\n/g, ' '],
  [/&quot;/g, '"'],
  [/&amp;/g, '&'],
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/^|$/g, ' '],
  // Signs of ASCII but for apostrophe, comma, hyphen and full stop...
  [/([{-~[-` -&(-+:-@/])/g, ' $1 '],
  // ...full stop and comma unless between digits, and a hyphen after a digit.
  [/([^0-9])([.,])/gu, '$1 $2 '],
  [/([.,])([^0-9])/gu, ' $1 $2'],
  [/([0-9])(-)/g, '$1 $2 '],
];

/** The words and signs of a text as WMT's script mteval-v13a parts them, which published BLEU scores count by. */
export function tokenize13a(text: string): string[] {
  return splitWords(rules.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), text));
}
