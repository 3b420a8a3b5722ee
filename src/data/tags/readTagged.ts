import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { readText } from '../file/readText.ts';
import type { BadLines } from './badLines.ts';
import { type Columns, readColumns } from './readColumns.ts';
import { readJsonLines } from './readJsonLines.ts';
import { readLines } from './readLines.ts';
import { readParallel } from './readParallel.ts';
import type { TaggedSentence } from './taggedSentence.ts';

export const tagFormats = ['conllu', 'columns', 'jsonl', 'text'] as const;
export type TagFormat = (typeof tagFormats)[number];

/** Columns of CoNLL-U by name. */
export const conlluColumns = { form: 2, lemma: 3, upos: 4, xpos: 5, feats: 6, deprel: 8 } as const;

export interface ReadTagged {
  /** Default: by the content. */
  readonly format?: TagFormat;
  /** What looks like plain text is taken for columns: it is to have tags. */
  readonly tagged?: boolean;
  /** Of the tags: from 1, negative from the end, or a name of CoNLL-U. Default: the last one; in CoNLL-U `upos`. */
  readonly column?: string;
  /** Of the tokens. Default: the first one; in CoNLL-U the second, `form`. */
  readonly tokenColumn?: number;
}

/** Sentences of a file (UTF-8, plain or gzipped), or of a folder of parallel files. Throws `file-missing`, `bad-data`, `bad-argument`. */
export async function readTagged(
  platform: Platform,
  path: string,
  options: ReadTagged,
  bad: BadLines,
): Promise<{ readonly sentences: TaggedSentence[]; readonly format: TagFormat | 'folder' }> {
  const isFolder = await platform.files.isFolder(path);
  if (isFolder) return { sentences: await readParallel(platform, path, bad), format: 'folder' };
  const text = await readText(platform, path);
  const file = platform.files.baseName(path);
  return { ...readTaggedText(text, file, options, bad) };
}

/** The same of a text. */
export function readTaggedText(
  text: string,
  file: string,
  options: ReadTagged,
  bad: BadLines,
): { readonly sentences: TaggedSentence[]; readonly format: TagFormat } {
  const found = options.format ?? detectFormat(text);
  const format = options.tagged && options.format === undefined && found === 'text' ? 'columns' : found;
  const read = (): TaggedSentence[] => {
    if (format === 'jsonl') return readJsonLines(text, file, bad);
    if (format === 'text') return readLines(text, file);
    return readColumns(text, file, columnsOf(format, options), bad, format === 'conllu');
  };
  return { sentences: read(), format };
}

function columnsOf(format: TagFormat, { column, tokenColumn }: ReadTagged): Columns {
  const conllu = format === 'conllu';
  const named = conlluColumns[column as keyof typeof conlluColumns];
  const tag =
    column === undefined ? (conllu ? conlluColumns.upos : -1) : conllu && named ? named : Number(column);
  if (!Number.isInteger(tag) || tag === 0) {
    const names = Object.keys(conlluColumns).join(', ');
    fail(
      'bad-argument',
      '--column',
      `${column} is no column`,
      `Give a number from 1, or in CoNLL-U one of ${names}`,
    );
  }
  return { token: tokenColumn ?? (conllu ? conlluColumns.form : 1), tag };
}

/** JSON begins with a brace; CoNLL-U has ten columns and numbers; columns are as many on nearly every line. */
function detectFormat(text: string): TagFormat {
  const lines = text.slice(0, 20_000).split(/\r?\n/).slice(0, 200);
  const first = lines.filter((line) => line.trim() !== '');
  if (first[0].trimStart().startsWith('{')) return 'jsonl';
  const rows = first.filter((line) => !line.startsWith('#'));
  if (rows.length > 0 && /^\d+([-.]\d+)?\t/.test(rows[0]) && rows[0].split('\t').length === 10)
    return 'conllu';
  if (first[0].includes('\t')) return 'columns';
  const widths = first.map((line) => line.trim().split(/ +/).length);
  const alike = widths.filter((width) => width > 1 && width === widths[0]).length;
  return widths.length > 1 && alike >= 0.8 * widths.length ? 'columns' : 'text';
}
