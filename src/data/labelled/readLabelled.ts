import type { Platform } from '../../platform/platform.ts';
import { readText } from '../file/readText.ts';
import { isIdName, isWideHeader } from '../series/detectLayout.ts';
import { isMissing } from '../table/parseNumber.ts';
import { parseRows } from '../table/parseRows.ts';
import { tableFromRows } from '../table/parseTable.ts';
import { cellNumber } from './cellNumber.ts';
import { labelledGrids } from './labelledGrids.ts';
import { labelledJson } from './labelledJson.ts';
import { labelledPixels } from './labelledPixels.ts';
import { labelledRows } from './labelledRows.ts';
import type { LabelledFile, LabelledOptions, Layout } from './labelledSequence.ts';
import { labelledSteps } from './labelledSteps.ts';
import { labelledTexts } from './labelledTexts.ts';
import { parseTs } from './parseTs.ts';

/** The labelled sequences of a file, plain or gzipped, or of a folder of pictures. Throws `file-missing`, `bad-data`, `bad-argument`. */
export async function readLabelled(
  platform: Platform,
  path: string,
  options: LabelledOptions,
): Promise<LabelledFile> {
  const isGrid = options.layout === undefined && (await platform.files.isFolder(path));
  if (isGrid || options.layout === 'grid') return labelledGrids(platform, path, options);
  if (options.layout === 'pixels') return labelledPixels(platform, path, options);
  return readLabelledText(await readText(platform, path), platform.files.baseName(path), options);
}

/** The same of a text. */
export function readLabelledText(text: string, file: string, options: LabelledOptions): LabelledFile {
  const said = options.usual || options.layout === undefined ? layoutSaid(text) : undefined;
  const layout = said ?? options.layout ?? detectLayout(text, options);
  if (layout === 'jsonl') return labelledJson(text, file, options);
  if (layout === 'ts') return parseTs(text, file, options);
  if (layout === 'text') return labelledTexts(text, file, options);
  const rows = parseRows(text, file);
  return layout === 'rows' ? labelledRows(rows, options) : labelledSteps(tableFromRows(rows), options);
}

/** The layout of a text that can be nothing else. */
function layoutSaid(text: string): Layout | undefined {
  const start = text.slice(0, 20_000).trimStart();
  if (start.startsWith('{')) return 'jsonl';
  return /^@(problemname|timestamps|univariate|dimensions|data)\b/im.test(start) ? 'ts' : undefined;
}

function detectLayout(text: string, options: LabelledOptions): Layout {
  const start = text.trimStart();
  if (options.text !== undefined) return 'text';
  const lines = start.slice(0, 10_000).split(/\r?\n/);
  if (start.length > 10_000 && lines.length > 1) lines.pop(); // it may be cut
  const fields = lines.map((line) => line.split(/[,;\t]/).map((cell) => cell.trim()));
  if (areSteps(fields, options)) return 'steps';
  const cells = fields.slice(fields.length > 1 ? 1 : 0).flat();
  const numbers = cells.filter((cell) => !isMissing(cell) && typeof cellNumber(cell) === 'number');
  return numbers.length * 2 >= cells.length ? 'rows' : 'text';
}

/** Whether rows are steps: under a header with a column of ids the ids come more than once. */
function areSteps([header, ...body]: string[][], { id, time }: LabelledOptions): boolean {
  if (time !== undefined) return true;
  if (isWideHeader([header, ...body])) return false;
  const at = header.findIndex((name) => (id === undefined ? isIdName(name) : name === id));
  const ids = body.flatMap((row) => (row.length === header.length ? [row[at]] : []));
  return at >= 0 && new Set(ids).size * 2 <= ids.length;
}
