import { splitText } from '../../data/text/splitText.ts';

/** Words of a text in small letters, and how often each comes. */
function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of splitText(text.toLowerCase(), 'word')) {
    const plain = word.trim();
    if (plain !== '') counts.set(plain, (counts.get(plain) ?? 0) + 1);
  }
  return counts;
}

/**
 * Replies by the nearest of known turns: the one whose words, weighted by how rare they are (tf-idf, Salton and Buckley, 1988),
 * have the smallest angle to those of what was said; of equally near ones the first.
 */
export function nearestReply(
  said: readonly (readonly [turn: string, reply: string])[],
): (turn: string) => string {
  const counts = said.map(([turn]) => countWords(turn));
  const inTurns = new Map<string, number>();
  for (const words of counts)
    for (const word of words.keys()) inTurns.set(word, (inTurns.get(word) ?? 0) + 1);
  const weight = (word: string, count: number): number =>
    count * Math.log((1 + said.length) / (1 + (inTurns.get(word) ?? 0)) + 1);
  const postings = new Map<string, (readonly [place: number, weight: number])[]>();
  counts.forEach((words, place) => {
    const weights = [...words].map(([word, count]): [string, number] => [word, weight(word, count)]);
    const norm = Math.hypot(...weights.map(([, value]) => value));
    for (const [word, value] of weights) {
      const known = postings.get(word) ?? [];
      known.push([place, value / norm]);
      postings.set(word, known);
    }
  });
  const known = new Map<string, string>();
  const find = (turn: string): string => {
    const products = new Float64Array(said.length);
    for (const [word, count] of countWords(turn))
      for (const [place, value] of postings.get(word) ?? []) products[place] += value * weight(word, count);
    let best = 0;
    for (let place = 1; place < products.length; place++) if (products[place] > products[best]) best = place;
    return said[best]?.[1] ?? '';
  };
  return (turn) => {
    const reply = known.get(turn) ?? find(turn);
    known.set(turn, reply);
    return reply;
  };
}
