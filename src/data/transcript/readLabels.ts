import { fail } from '../../support/errors.ts';
import { parseRows } from '../table/parseRows.ts';

/** A transcript and the line that it stands on. */
export interface Label {
  readonly text: string;
  readonly line: number;
}

/** First rows that name columns. */
const HEADER = /^(id|file|image|name|path)$/i;

/**
 * Transcripts by id or file: two columns, parted by tabs (then nothing is quoted), or CSV. A first line whose first cell
 * is id, file, image, name or path is passed over. Throws `bad-data` for lines without a second column and for ids twice.
 */
export function readLabels(text: string, where: string): Map<string, Label> {
  const labels = new Map<string, Label>();
  for (const { cells, line } of rowsOf(text, where)) {
    const [id, transcript] = cells;
    if (labels.size === 0 && HEADER.test(id)) continue;
    const place = `${where}, line ${line}`;
    if (transcript === undefined) {
      fail('bad-data', place, `there is no transcript for ${id}`, 'Give an id, a tab and the transcript');
    }
    const earlier = labels.get(id);
    if (earlier) {
      fail('bad-data', place, `${id} is on line ${earlier.line} too`, 'Give each one transcript');
    }
    labels.set(id, { text: transcript, line });
  }
  return labels;
}

interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

function rowsOf(text: string, where: string): Row[] {
  if (!text.split(/\r?\n/, 1)[0].includes('\t')) {
    const { rows, lines } = parseRows(text, where);
    return rows.map((cells, k) => ({ cells, line: lines[k] }));
  }
  return text.split(/\r?\n/).flatMap((line, k) => {
    const [id, ...rest] = line.split('\t');
    if (line.trim() === '') return [];
    return [{ cells: [id.trim(), ...(rest.length > 0 ? [rest.join('\t').trim()] : [])], line: k + 1 }];
  });
}
