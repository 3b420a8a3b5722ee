import { fail } from '../../support/errors.ts';
import { jsonFault } from './jsonFault.ts';

/** The value of a text in JSON that begins at a line of a file. Throws `bad-data` with line and column. */
export function parseJson(text: string, file: string, firstLine: number, remedy: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const before = text.slice(0, jsonFault(text)).split('\n');
    const line = firstLine + before.length - 1;
    const column = before[before.length - 1].length + 1;
    return fail('bad-data', `${file}, line ${line}, column ${column}`, 'from here on it is not JSON', remedy);
  }
}
