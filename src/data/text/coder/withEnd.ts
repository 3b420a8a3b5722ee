import type { Coder } from './coder.ts';
import { joinSymbols } from './joinSymbols.ts';

/** A source as the encoder reads it. */
export const withEnd = (coder: Coder, text: string): Int32Array =>
  joinSymbols(coder.encode(text), [coder.end]);

/** A target as the decoder learns it. */
export const withBoth = (coder: Coder, text: string): Int32Array =>
  joinSymbols([coder.begin], coder.encode(text), [coder.end]);
