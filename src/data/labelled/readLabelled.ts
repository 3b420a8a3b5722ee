import type { Platform } from '../../platform/platform.ts';
import { readText } from '../file/readText.ts';
import { isIdName, isWideHeader } from '../series/detectLayout.ts';
import { hasHeader } from '../table/header.ts';
import { detectDecimal, isMissing } from '../table/parseNumber.ts';
import { parseRows, type Rows } from '../table/parseRows.ts';
import { tableFromRows } from '../table/parseTable.ts';
import { cellNumber } from './cellNumber.ts';
import { labelledJson } from './labelledJson.ts';
import { labelledRows } from './labelledRows.ts';
import type { LabelledFile, LabelledOptions, Layout } from './labelledSequence.ts';
import { labelledSteps } from './labelledSteps.ts';
import { labelledTexts } from './labelledTexts.ts';
import { parseTs } from './parseTs.ts';

/** The labelled sequences of a file, plain or gzipped. Throws `file-missing`, `bad-data`, `bad-argument`. */
export async function readLabelled(
  platform: Platform,
  path: string,
  options: LabelledOptions,
): Promise<LabelledFile> {
  return readLabelledText(await readText(platform, path), platform.files.baseName(path), options);
}

/** The same of a text. */
export function readLabelledText(text: string, file: string, options: LabelledOptions): LabelledFile {
  const layout = options.layout ?? detectLabelled(text, file, options);
  if (layout === 'jsonl') return labelledJson(text, file, options);
  if (layout === 'ts') return parseTs(text, file, options);
  if (layout === 'text') return labelledTexts(text, file, options);
  const rows = parseRows(text, file);
  return layout === 'rows' ? labelledRows(rows, options) : labelledSteps(tableFromRows(rows), options);
}

function detectLabelled(text: string, file: string, options: LabelledOptions): Layout {
  const start = text.trimStart();
  if (start.startsWith('{')) return 'jsonl';
  if (/^@(problemname|timestamps|univariate|dimensions|data)\b/im.test(start.slice(0, 20_000))) return 'ts';
  if (options.text !== undefined || !hasNumbers(start)) return 'text';
  const parsed = parseRows(text, file);
  return stepRows(parsed, options) ? 'steps' : 'rows';
}

/** Whether most fields of the first lines are numbers, or a third of them where words stand beside. */
function hasNumbers(text: string): boolean {
  const fields = text
    .slice(0, 10_000)
    .split(/\r?\n/)
    .slice(0, 50)
    .slice(1, -1)
    .flatMap((line) => line.split(/[,;\t]/));
  const numbers = fields.filter(
    (field) => !isMissing(field.trim()) && typeof cellNumber(field.trim()) === 'number',
  );
  return numbers.length * 3 > fields.length;
}

/** Whether rows are steps: a header with a column of ids whose ids come more than once. */
function stepRows(parsed: Rows, { id, time }: LabelledOptions): boolean {
  if (time !== undefined) return true;
  const { rows, delimiter } = parsed;
  if (isWideHeader(rows) || !hasHeader(rows, detectDecimal(rows, delimiter))) return false;
  const [header, ...body] = rows;
  const at = header.findIndex((name) => (id === undefined ? isIdName(name) : name === id));
  return at >= 0 && new Set(body.map((row) => row[at])).size * 2 <= body.length;
}
