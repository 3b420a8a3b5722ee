import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { formatQuantity } from '../../support/format.ts';
import type { LeftOut } from '../file/leftOut.ts';
import { readText } from '../file/readText.ts';
import { linesOf } from './linesOf.ts';
import { jsonPairs } from './jsonPairs.ts';
import { placeOf, type SentencePair, usablePair } from './sentencePair.ts';
import { tabbedPairs } from './tabbedPairs.ts';

export const pairFormats = ['lines', 'tsv', 'jsonl'] as const;
export type PairFormat = (typeof pairFormats)[number];

export interface ReadPairs {
  /** Default: by the content. */
  readonly format?: PairFormat | undefined;
  /** Sources without targets will do. */
  readonly alone?: boolean;
}

interface PairFile {
  readonly text: string;
  readonly file: string;
  readonly format: PairFormat;
}

/**
 * Pairs of files (UTF-8, plain or gzipped): TSV with a source and a target per line, JSON lines with "source" and
 * "target", or two files of as many lines, sources and targets. Throws `file-missing`, `bad-data`; a pair that cannot be
 * used goes to `left`.
 */
export async function readPairs(
  platform: Pick<Platform, 'files' | 'gunzip'>,
  paths: readonly string[],
  { format, alone = false }: ReadPairs,
  left: LeftOut,
): Promise<SentencePair[]> {
  const files: PairFile[] = [];
  for (const path of paths) {
    const text = await readText(platform, path);
    files.push({ text, file: platform.files.baseName(path), format: format ?? formatOf(text) });
  }
  const plain = files.filter((file) => file.format === 'lines').length;
  if (plain === 2 && files.length === 2) return parallelPairs(files[0], files[1], left);
  if (plain > 0 && !(alone && files.length === 1)) {
    const names = files.map(({ file }) => file).join(', ');
    const what = `plain lines, without a tab, in ${plain} of ${formatQuantity(files.length, 'file')}`;
    const remedy =
      'Give two such files, sources and targets line by line, or files of pairs: TSV or JSON lines';
    fail('bad-data', names, what, remedy);
  }
  return files.flatMap(({ text, file, format: own }) => {
    if (own === 'jsonl') return jsonPairs(text, file, alone, left);
    if (own === 'tsv') return tabbedPairs(text, file, alone, left);
    return linesOf(text).map((line, k) => ({ source: line.trim(), place: placeOf(file, k + 1) }));
  });
}

/** Two texts of as many lines. */
function parallelPairs(sources: PairFile, targets: PairFile, left: LeftOut): SentencePair[] {
  const [from, to] = [linesOf(sources.text), linesOf(targets.text)];
  if (from.length !== to.length) {
    const what = `it has ${formatQuantity(from.length, 'line')}, and ${targets.file} ${formatQuantity(to.length, 'line')}`;
    fail('bad-data', sources.file, what, 'Give a target for each source: two files of as many lines');
  }
  return from.flatMap((source, k) =>
    usablePair({ source, target: to[k], file: sources.file, line: k + 1 }, false, left),
  );
}

/** JSON begins with a brace; TSV has a tab on every line. */
function formatOf(text: string): PairFormat {
  const start = text.slice(0, text.indexOf('\n', SEEN) + 1 || undefined);
  const lines = linesOf(start).filter((line) => line.trim() !== '');
  if (lines[0]?.trimStart().startsWith('{')) return 'jsonl';
  return lines.every((line) => line.includes('\t')) ? 'tsv' : 'lines';
}

/** Characters that tell the format, and the rest of their line. */
const SEEN = 20_000;
