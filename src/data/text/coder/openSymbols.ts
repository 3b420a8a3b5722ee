import type { Coder } from './coder.ts';

/** A text in symbols, and what those stand for that the coder does not have: its numbers go on with them. */
export interface OpenSymbols {
  readonly symbols: Int32Array;
  /** By number, less the size of the coder. */
  readonly others: readonly string[];
}

/** A text in symbols without any that is unknown: each takes the next number. */
export function openSymbols(coder: Coder, text: string): OpenSymbols {
  const symbols = coder.encode(text);
  if (coder.unknown === undefined || !symbols.includes(coder.unknown)) return { symbols, others: [] };
  const parts = coder.split(text);
  const others = [...new Set(parts.filter((_, k) => symbols[k] === coder.unknown))];
  return { symbols: symbolsBeside(coder, text, others), others };
}

/** A text in symbols beside one that has others: what is unknown to both stays so. */
export function symbolsBeside(coder: Coder, text: string, others: readonly string[]): Int32Array {
  const symbols = coder.encode(text);
  if (others.length === 0) return symbols;
  const parts = coder.split(text);
  return symbols.map((symbol, k) => {
    const other = symbol === coder.unknown ? others.indexOf(parts[k]) : -1;
    return other < 0 ? symbol : coder.size + other;
  });
}
