/**
 * What a symbol of a text stands for: a Unicode code point; a word with the blank before it; or whatever stands between
 * blanks, with the one before it, in a text that has been split already.
 */
export type TextUnit = 'character' | 'word' | 'spaced';

/** The symbol of everything that a vocabulary has not seen. */
export const unknownSymbol = '<unk>';

/**
 * A word (letters with their marks, and apostrophes between them), a number, or any other single character, each
 * with one blank before it if there is one; and every other white space by itself. "<unk>", as prepared corpora
 * write it, is one symbol without its blank. Every character of the text is in exactly one symbol.
 */
const wordPattern =
  / (?=<unk>)|<unk>| ?\p{L}[\p{L}\p{M}]*(?:['’]\p{L}[\p{L}\p{M}]*)*| ?\p{N}+| ?[^\s\p{L}\p{N}]|\s/gu;

/** What has no white space in it, or the end of a line, each with one blank before it if there is one; other white space. */
const spacedPattern = / ?\S+| ?\n|\s/gu;

/** The symbols of a text, in order; joined they are the text again, exactly. */
export function splitText(text: string, unit: TextUnit): string[] {
  if (unit === 'character') return Array.from(text);
  return text.match(unit === 'word' ? wordPattern : spacedPattern) ?? [];
}
