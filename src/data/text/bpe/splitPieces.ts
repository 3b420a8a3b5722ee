/**
 * GPT-2's pieces (Radford et al., 2019): an English ending after an apostrophe; letters, digits, or other signs, with
 * one blank before them; white space, which leaves one blank to what follows. White space is Unicode's: the `\s` of
 * JavaScript has U+FEFF more and U+0085 less.
 */
const piecePattern =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** The pieces of a text, across whose borders byte pairs are never merged; joined they are the text again. */
export function splitPieces(text: string): string[] {
  return text.match(piecePattern) ?? [];
}
