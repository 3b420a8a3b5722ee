import { fail } from '../../support/errors.ts';
import type { LeftOut } from '../file/leftOut.ts';
import { alternating, type Dialog, usableDialog } from './dialog.ts';

/**
 * Conversations in YAML, as those of the ChatterBot corpus: `conversations`, a list of lists of turns, of which the user has
 * the first, the bot the second and so on. Throws `bad-data` with line and column where it is no YAML; a conversation that
 * cannot be used goes to `left`. The parser is loaded only here.
 */
export async function yamlDialogs(
  text: string,
  file: string,
  alone: boolean,
  left: LeftOut,
): Promise<Dialog[]> {
  const { isScalar, isSeq, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  // Plain words are texts, never dates, numbers or truths.
  const document = parseDocument(text, { lineCounter: lines, schema: 'failsafe', prettyErrors: false });
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}, line ${line}, column ${col}`;
  };
  const [error] = document.errors;
  if (error) {
    const remedy = 'Correct it; a text that begins with a sign or holds ": " stands in quotes.';
    fail('bad-data', placeAt(error.pos[0]), `not YAML: ${error.message}`, remedy);
  }
  const conversations = document.get('conversations');
  if (!isSeq(conversations)) {
    const remedy = 'Give conversations: a list of lists of turns.';
    return fail('bad-data', file, 'it has no list "conversations"', remedy);
  }
  return conversations.items.flatMap((item) => {
    const place = placeAt(isSeq(item) || isScalar(item) ? (item.range?.[0] ?? 0) : 0);
    const turns = isSeq(item) ? item.items : [];
    if (!isSeq(item) || !turns.every((turn) => isScalar(turn))) {
      left.without(() => fail('bad-data', place, 'it is no list of turns', 'Give each turn as a text.'));
      return [];
    }
    // The schema makes texts of all scalars.
    const texts = turns.map((turn) => (isScalar<string>(turn) ? turn.value : ''));
    return usableDialog({ turns: alternating(texts), place }, alone, left);
  });
}
