export type Delimiter = ',' | ';' | '\t';

const candidates: readonly Delimiter[] = [',', ';', '\t'];

/**
 * The delimiter of a table: the one that splits the first lines into the most even number of fields. Characters
 * within double quotes do not count. Comma when nothing splits (a table of one column).
 */
export function detectDelimiter(text: string): Delimiter {
  const lines = firstLines(text, 50);
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const candidate of candidates) {
    const counts = lines.map((line) => countOf(line, candidate));
    const splits = mostCommon(counts.filter((count) => count > 0));
    if (splits === 0) continue;
    // A decimal comma splits rows as evenly as a semicolon does, but never more often: ties go to the other.
    const even = counts.filter((count) => count === splits).length / lines.length;
    const score = even * (candidate === ',' ? 1 : 1.5);
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

/** The first non-blank records; a line break within quotes does not end one. */
function firstLines(text: string, limit: number): string[] {
  const lines: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i <= text.length && lines.length < limit; i++) {
    if (text[i] === '"') quoted = !quoted;
    if (i === text.length || (!quoted && text[i] === '\n')) {
      const line = text.slice(start, i);
      if (line.trim() !== '') lines.push(line);
      start = i + 1;
    }
  }
  return lines;
}

function countOf(line: string, delimiter: string): number {
  let count = 0;
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) count++;
  }
  return count;
}

function mostCommon(values: readonly number[]): number {
  const tally = new Map<number, number>();
  for (const value of values) tally.set(value, (tally.get(value) ?? 0) + 1);
  let best = 0;
  for (const [value, count] of tally) {
    if (count > (tally.get(best) ?? 0)) best = value;
  }
  return best;
}
