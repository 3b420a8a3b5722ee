import type { LeftOut } from '../file/leftOut.ts';
import { linesOf } from './linesOf.ts';
import { type SentencePair, usablePair } from './sentencePair.ts';

/** A pair per line: source, tab, target; nothing is quoted. `alone`: the target may be left out. */
export function tabbedPairs(text: string, file: string, alone: boolean, left: LeftOut): SentencePair[] {
  return linesOf(text).flatMap((line, k) => {
    if (line.trim() === '') return [];
    const [source, target] = line.split('\t');
    return usablePair({ source, target, file, line: k + 1 }, alone, left);
  });
}
