/** How often each run of n items occurs; a run is written as its items with `separator` between them. */
export type NGrams = ReadonlyMap<string, number>;

export function nGrams(items: readonly string[], n: number, separator: string): NGrams {
  const counts = new Map<string, number>();
  for (let at = 0; at + n <= items.length; at++) {
    const gram = items.slice(at, at + n).join(separator);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** How many n-grams two texts have in common: each as often as in the text that has it less often. */
export function overlap(a: NGrams, b: NGrams): number {
  let common = 0;
  for (const [gram, count] of a) common += Math.min(count, b.get(gram) ?? 0);
  return common;
}

/** How many n-grams there are, repeated ones counted again. */
export function countNGrams(grams: NGrams): number {
  let sum = 0;
  for (const count of grams.values()) sum += count;
  return sum;
}
