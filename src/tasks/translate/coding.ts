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
  /** What stands for symbols beyond the vocabulary that were written of a source, by their place. */
  copiesIn(symbols: readonly number[], source: string): ReadonlyMap<number, string>;
  /** How many symbols of a source are one place for the decoder. */
  readonly joined: number;
  /** What each place of a source reads like, its end among them. */
  namesOf(source: string): readonly string[];
}

/** `points`: whether symbols of a source are copied. */
export function coding(
  source: Coder,
  target: Coder,
  { points = false, joined = 1 }: { readonly points?: boolean; readonly joined?: number } = {},
): Coding {
  const open = (text: string): ReturnType<typeof openSymbols> =>
    points ? openSymbols(source, text) : { symbols: source.encode(text), others: [] };
  const ofSource = (text: string): Int32Array => joinSymbols(open(text).symbols, [source.end]);
  return {
    source,
    target,
    joined,
    ofSource,
    ofTarget: (text, beside) =>
      joinSymbols([target.begin], symbolsBeside(target, text, open(beside).others), [target.end]),
    copiesIn(symbols, text) {
      if (symbols.every((symbol) => symbol < target.size)) return new Map();
      const { others } = open(text);
      return new Map(
        symbols.flatMap((symbol, t) =>
          symbol < target.size ? [] : [[t, others[symbol - target.size]] as const],
        ),
      );
    },
    namesOf(text) {
      const { others } = open(text);
      const names = Array.from(ofSource(text), (symbol) =>
        symbol < source.size ? source.nameOf(symbol) : others[symbol - source.size].trim(),
      );
      return Array.from({ length: Math.ceil(names.length / joined) }, (_, k) =>
        names.slice(k * joined, (k + 1) * joined).join(' '),
      );
    },
  };
}

export const codingOf = ({ architecture, languages }: StoredTranslator): Coding =>
  coding(coderOf(languages.source), coderOf(languages.target), {
    points: architecture.pointer ?? false,
    joined: architecture.pyramid ? 2 ** (architecture.layers - 1) : 1,
  });
