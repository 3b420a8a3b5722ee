import { fail } from '../../support/errors.ts';
import type { LeftOut } from '../file/leftOut.ts';

/** A text, and what it is to become where that is known. */
export interface SentencePair {
  readonly source: string;
  readonly target?: string;
  /** File and line, as errors name it. */
  readonly place: string;
}

/** File and line. */
export const placeOf = (file: string, line: number): string => `${file}, line ${line}`;

/**
 * The pair, if both sides hold something; `alone`: the target may be missing, and any source will do. What cannot be used
 * goes to `left`, as `bad-data`.
 */
export function usablePair(
  given: { readonly source: unknown; readonly target: unknown; readonly file: string; readonly line: number },
  alone: boolean,
  left: LeftOut,
): SentencePair[] {
  const { source, target } = given;
  const place = placeOf(given.file, given.line);
  const bad = (what: string): SentencePair[] => {
    left.without(() => fail('bad-data', place, what, 'Give a source and a target, neither of them empty.'));
    return [];
  };
  if (typeof source !== 'string') return bad('it has no source');
  if (alone && (typeof target !== 'string' || target.trim() === ''))
    return [{ source: source.trim(), place }];
  if (typeof target !== 'string') return bad('it has no target');
  if (source.trim() === '') return bad('its source is empty');
  if (target.trim() === '') return bad('its target is empty');
  return [{ source: source.trim(), target: target.trim(), place }];
}
