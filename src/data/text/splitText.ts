/** What a symbol of a text stands for: a Unicode code point, or a word with the blank before it. */
export type TextUnit = 'character' | 'word';

/** The symbol of everything that a vocabulary has not seen. */
export const unknownSymbol = '<unk>';

/**
 * A word (letters with their marks, and apostrophes between them), a number, or any other single character, each
 * with one blank before it if there is one; and every other white space by itself. "<unk>", as prepared corpora
 * write it, is one symbol without its blank. Every character of the text is in exactly one symbol.
 */
const wordPattern =
  / (?=<unk>)|<unk>| ?\p{L}[\p{L}\p{M}]*(?:['’]\p{L}[\p{L}\p{M}]*)*| ?\p{N}+| ?[^\s\p{L}\p{N}]|\s/gu;

/** The symbols of a text, in order; joined they are the text again, exactly. */
export function splitText(text: string, unit: TextUnit): string[] {
  return unit === 'character' ? Array.from(text) : (text.match(wordPattern) ?? []);
}
