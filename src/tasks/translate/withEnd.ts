import type { Coder } from './coder.ts';

/** A source as the encoder reads it. */
export const withEnd = (coder: Coder, text: string): Int32Array =>
  joined([], coder.encode(text), [coder.end]);

/** A target as the decoder learns it. */
export const withBoth = (coder: Coder, text: string): Int32Array =>
  joined([coder.begin], coder.encode(text), [coder.end]);

function joined(...parts: readonly ArrayLike<number>[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
