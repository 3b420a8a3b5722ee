import type { SentenceWithTags } from '../../../src/tasks/tag/tagger.ts';

const cities = ['Oslo', 'New York', 'Lima', 'Santa Cruz', 'Bonn', 'Los Angeles'];
const days = ['monday', 'next friday', 'tomorrow', 'sunday'];

/** Requests of two intents, with slots of one or two words. */
export function requests(count: number): SentenceWithTags[] {
  return Array.from({ length: count }, (_, k) => {
    const city = { slot: 'city', words: cities[Math.floor(k / 2) % cities.length] };
    const day = { slot: 'day', words: days[Math.floor(k / 3) % days.length] };
    const [label, parts] =
      k % 2 === 0
        ? ['Weather', ['will it rain in', city, day]]
        : ['Flight', ['book a flight to', city, 'on', day, 'please']];
    const tokens: string[] = [];
    const tags: string[] = [];
    for (const part of parts as (string | typeof city)[]) {
      const words = (typeof part === 'string' ? part : part.words).split(' ');
      tokens.push(...words);
      tags.push(
        ...words.map((_word, t) => (typeof part === 'string' ? 'O' : `${t === 0 ? 'B' : 'I'}-${part.slot}`)),
      );
    }
    return { tokens, tags, label };
  });
}
