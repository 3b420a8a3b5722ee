import type { Job } from '../engine/job.ts';

/** What to do with a file, and why. */
export interface Proposal {
  readonly job: Job;
  /** Plain sentences. */
  readonly reasons: readonly string[];
}

/** The largest file that is trained on in a tab, in characters. */
const MOST = 20_000_000;

/** How long a dropped file is learned from, in minutes. */
const MINUTES = 5;

/**
 * A file is a table to forecast if its lines all have as many cells and the last one has a number in it; else it is a text to
 * go on with. Throws an Error that says what is wrong with it.
 */
export function proposeJob(name: string, content: string): Proposal {
  if (content.length > MOST)
    throw new Error(`${name} is larger than 20 MB: train on it with npx unrolled train.`);
  if (content.includes('\0')) throw new Error(`${name} is not a text: give a CSV file or a text.`);
  return tableOf(name, content) ?? textOf(name, content);
}

function tableOf(name: string, csv: string): Proposal | undefined {
  const lines = csv.split(/\r?\n/).filter((line) => line.trim() !== '');
  const delimiter = [',', ';', '\t'].find((sign) => lines[0]?.includes(sign));
  if (delimiter === undefined || lines.length < 3) return undefined;
  const widths = new Set(lines.map((line) => line.split(delimiter).length));
  const last = lines[lines.length - 1].split(delimiter);
  if (widths.size !== 1 || !last.some((cell) => cell.trim() !== '' && Number.isFinite(Number(cell))))
    return undefined;
  const rows = lines.length - 1;
  const hidden = rows < 400 ? 16 : 32;
  return {
    job: { name, task: 'forecast', csv, options: { cell: 'lstm', hidden, maxMinutes: MINUTES } },
    reasons: [
      `It is a table: ${rows} rows of ${last.length} columns, with numbers. So the task is to forecast how it goes on.`,
      `An LSTM, because it keeps what matters over many rows; ${hidden} units, because there are ${rows < 400 ? 'fewer' : 'more'} than 400 rows.`,
      'The last rows are held out, to measure the forecast on. Which column is the time, and how long a season is, is read from the table.',
    ],
  };
}

function textOf(name: string, text: string): Proposal {
  const symbols = Array.from(text).length;
  if (symbols < 400)
    throw new Error(`${name} has ${symbols} characters: a text to learn from has at least 400.`);
  const hidden = symbols < 50_000 ? 48 : 96;
  return {
    job: { name, task: 'generate', text, options: { cell: 'lstm', hidden, maxMinutes: MINUTES } },
    reasons: [
      `It is a text of ${symbols} characters. So the task is to go on writing it, character by character.`,
      `An LSTM, because it keeps what matters over many characters; ${hidden} units, because the text is ${symbols < 50_000 ? 'short: more would learn it by heart' : 'long enough for them'}.`,
      'The last tenth is held out, to measure on text that was not learned.',
    ],
  };
}
