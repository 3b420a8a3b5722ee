/** A span of tokens, from the first to before `end`. */
export interface Span {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const split = (tag: string): [mark: string, type: string] =>
  tag === 'O' ? ['O', ''] : tag.length > 1 && tag[1] === '-' ? [tag[0], tag.slice(2)] : [tag[0], ''];

/** The spans that tags mark, by the rules of conlleval: an I that cannot go on a span begins one. */
export function spansOf(tags: readonly string[]): Span[] {
  const spans: Span[] = [];
  let start = -1;
  for (let k = 0; k <= tags.length; k++) {
    const [before, beforeType] = split(tags[k - 1] ?? 'O');
    const [after, afterType] = split(tags[k] ?? 'O');
    const ends =
      before !== 'O' && ('ES'.includes(before) || 'BSO'.includes(after) || beforeType !== afterType);
    if (ends && start >= 0) {
      spans.push({ type: beforeType, start, end: k });
      start = -1;
    }
    if (after === 'O') continue;
    const begins = 'BS'.includes(after) || 'ESO'.includes(before) || beforeType !== afterType;
    if (begins) start = k;
  }
  return spans;
}
