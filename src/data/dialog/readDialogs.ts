import type { Platform } from '../../platform/platform.ts';
import type { LeftOut } from '../file/leftOut.ts';
import { readText } from '../file/readText.ts';
import { linesOf } from '../parallel/linesOf.ts';
import { placeOf } from '../parallel/sentencePair.ts';
import { babiDialogs } from './babiDialogs.ts';
import { camRestDialogs } from './camRestDialogs.ts';
import type { Dialog } from './dialog.ts';
import { dialogLines } from './dialogLines.ts';
import { yamlDialogs } from './yamlDialogs.ts';

export const dialogFormats = ['jsonl', 'babi', 'camrest', 'yaml', 'lines'] as const;
export type DialogFormat = (typeof dialogFormats)[number];

export interface ReadDialogs {
  /** Default: by the content. */
  readonly format?: DialogFormat | undefined;
  /** Dialogs without a reply will do. */
  readonly alone?: boolean;
}

/**
 * Dialogs of a file (UTF-8, plain or gzipped): JSON lines, the forms of bAbI, CamRest676 and the ChatterBot corpus, or plain
 * lines, each of which the user says first. Throws `file-missing`, `bad-data`; a dialog that cannot be used goes to `left`.
 */
export async function readDialogs(
  platform: Pick<Platform, 'files' | 'gunzip'>,
  path: string,
  { format, alone = false }: ReadDialogs,
  left: LeftOut,
): Promise<Dialog[]> {
  const text = await readText(platform, path);
  const file = platform.files.baseName(path);
  switch (format ?? formatOf(text)) {
    case 'jsonl':
      return dialogLines(text, file, alone, left);
    case 'babi':
      return babiDialogs(text, file, alone, left);
    case 'camrest':
      return camRestDialogs(text, file, alone, left);
    case 'yaml':
      return yamlDialogs(text, file, alone, left);
    default:
      return linesOf(text).map((line, k) => ({
        turns: [{ speaker: 'user', text: line.trim() }],
        place: placeOf(file, k + 1),
      }));
  }
}

/** By how a text begins. */
function formatOf(text: string): DialogFormat {
  const begin = text.trimStart();
  if (begin.startsWith('{')) return 'jsonl';
  if (begin.startsWith('[')) return 'camrest';
  if (/^1\s+\S/.test(begin)) return 'babi';
  return /^(?:conversations|categories):/m.test(begin.slice(0, 2000)) ? 'yaml' : 'lines';
}
