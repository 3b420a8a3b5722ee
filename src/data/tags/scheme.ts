/** How tags mark spans: B-X begins, I-X goes on, O is outside (Ramshaw and Marcus, 1995); E-X ends, S-X is alone. */
export const schemes = ['none', 'bio', 'bioes'] as const;
export type Scheme = (typeof schemes)[number];

/** `bio` or `bioes` where all tags have such a form and not all are O. */
export function schemeOf(tags: Iterable<string>): Scheme {
  let marks = '';
  for (const tag of tags) {
    if (tag === 'O') continue;
    if (!/^[BIES]-./.test(tag)) return 'none';
    marks += tag[0];
  }
  return marks === '' ? 'none' : /[ES]/.test(marks) ? 'bioes' : 'bio';
}

const typeOf = (tag: string): string => tag.slice(2);

/** Whether a tag may follow another; undefined: the beginning or the end of the sentence. */
export function mayFollow(scheme: Scheme, before: string | undefined, after: string | undefined): boolean {
  if (scheme === 'none') return true;
  const goesOn = after !== undefined && /^[IE]-/.test(after);
  if (scheme === 'bio')
    return !goesOn || (before !== undefined && before !== 'O' && typeOf(before) === typeOf(after));
  const isOpen = before !== undefined && /^[BI]-/.test(before);
  return isOpen === goesOn && (!goesOn || typeOf(before ?? '') === typeOf(after));
}

/** The first place where a sentence breaks its scheme: the index of the tag that may not follow; undefined if none. */
export function firstBreak(scheme: Scheme, tags: readonly string[]): number | undefined {
  for (let k = 0; k <= tags.length; k++)
    if (!mayFollow(scheme, tags[k - 1], tags[k])) return Math.min(k, tags.length - 1);
  return undefined;
}
