const blanks = /[ \t\r\n]*/y;
const scalar =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** How far it follows lists in lists. */
const DEEPEST = 1000;

/** The offset from which on a text is no JSON, for messages: engines do not always tell. Its length where it is cut short. */
export function jsonFault(text: string): number {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const isThere = pattern.test(text);
    if (isThere) at = pattern.lastIndex;
    return isThere;
  };
  const sign = (wanted: string): boolean => {
    take(blanks);
    if (text[at] !== wanted) return false;
    at++;
    return true;
  };
  const list = (end: string, item: () => boolean): boolean => {
    if (sign(end)) return true;
    do if (!item()) return false;
    while (sign(','));
    return sign(end);
  };
  const name = (): boolean => {
    take(blanks);
    return text[at] === '"' && take(scalar);
  };
  const value = (depth: number): boolean => {
    if (depth > DEEPEST) return false;
    if (sign('{')) return list('}', () => name() && sign(':') && value(depth + 1));
    if (sign('[')) return list(']', () => value(depth + 1));
    return take(scalar);
  };
  if (value(0)) take(blanks);
  return at;
}
