/** What Python's `str.split` takes as white space: Unicode's, and the four separators of ASCII. */
const whiteSpace = /[\p{White_Space}\x1c-\x1f]+/u;

/** The words of a text: what stands between white space. */
export function splitWords(text: string): string[] {
  return text.split(whiteSpace).filter((word) => word !== '');
}
