import type { Platform } from '../../platform/platform.ts';
import { readText } from '../file/readText.ts';
import { linesOf } from '../parallel/linesOf.ts';

/** Different replies of a file, one per line, as it stands or after a number as in those of bAbI. Throws `file-missing`, `bad-data`. */
export async function readCandidates(
  platform: Pick<Platform, 'files' | 'gunzip'>,
  path: string,
): Promise<string[]> {
  const lines = linesOf(await readText(platform, path)).map((line) => line.trim());
  const full = lines.filter((line) => line !== '');
  const isNumbered = full.every((line) => /^\d+\s+\S/.test(line));
  return [...new Set(full.map((line) => (isNumbered ? line.replace(/^\d+\s+/, '') : line)))];
}
