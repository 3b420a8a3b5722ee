/** The release of sacreBLEU whose scores these are, to the last digit that it prints (Post, 2018). */
const version = '2.6.0';

/** The line by which sacreBLEU tells how a score was computed, as "nrefs:1|case:mixed|eff:no|tok:13a|...". */
export function sacreBleuSignature(
  references: readonly (readonly string[])[],
  lowercase: boolean,
  settings: Readonly<Record<string, string | number>>,
): string {
  const counts = new Set(references.map((list) => list.length));
  const all = {
    nrefs: counts.size === 1 ? references[0].length : 'var',
    case: lowercase ? 'lc' : 'mixed',
    ...settings,
    version,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name}:${value}`)
    .join('|');
}
