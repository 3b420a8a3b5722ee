import type { Coder } from '../../data/text/coder/coder.ts';
import { joinSymbols } from '../../data/text/coder/joinSymbols.ts';
import { openSymbols, symbolsBeside } from '../../data/text/coder/openSymbols.ts';
import { coderOf } from '../../data/text/coder/side.ts';
import type { StoredTranslator } from './storedTranslator.ts';

/** How a translator reads texts. For one that points, what a source has beyond the vocabulary goes on with its numbers. */
export interface Coding {
  readonly source: Coder;
  readonly target: Coder;
  /** A source as the encoder reads it, with its end. */
  ofSource(text: string): Int32Array;
  /** The target of a source as the decoder learns it, with beginning and end. */
  ofTarget(text: string, source: string): Int32Array;
  /** What a source has beyond the vocabulary. */
  othersIn(source: string): readonly string[];
}

/** `points`: whether symbols of a source are copied. */
export function coding(source: Coder, target: Coder, points = false): Coding {
  const open = (text: string): ReturnType<typeof openSymbols> =>
    points ? openSymbols(source, text) : { symbols: source.encode(text), others: [] };
  return {
    source,
    target,
    ofSource: (text) => joinSymbols(open(text).symbols, [source.end]),
    ofTarget: (text, beside) =>
      joinSymbols([target.begin], symbolsBeside(target, text, open(beside).others), [target.end]),
    othersIn: (text) => open(text).others,
  };
}

export const codingOf = ({ architecture, languages }: StoredTranslator): Coding =>
  coding(coderOf(languages.source), coderOf(languages.target), architecture.pointer);
