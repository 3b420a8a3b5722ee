import type { LeftOut } from '../file/leftOut.ts';
import { linesOf } from './linesOf.ts';
import { type SentencePair, usablePair } from './sentencePair.ts';

/** A pair per line: {"source": "...", "target": "..."}; `alone`: the target may be left out. */
export function jsonPairs(text: string, file: string, alone: boolean, left: LeftOut): SentencePair[] {
  return linesOf(text).flatMap((line, k) => {
    if (line.trim() === '') return [];
    const { source, target } = parsed(line);
    return usablePair({ source, target, file, line: k + 1 }, alone, left);
  });
}

function parsed(line: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(line)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
