import type { Example } from '../../../src/tasks/answer/asRead.ts';
import { permutation, stream, uniform } from '../../../src/support/random.ts';

const rooms = ['kitchen', 'garden', 'hall', 'office'];
const people = ['Ann', 'Bob', 'Eve'];
const things = ['ball', 'book'];

/** Stories of people who walk through rooms and carry things, with a question each: where somebody or something is. */
export function world(count: number, seed = 1, length = 6): Example[] {
  return Array.from({ length: count }, (_, story) => {
    const draw = stream(seed, story);
    let drawn = 0;
    const pick = <Item>(items: readonly Item[]): Item =>
      items[Math.floor(uniform(draw, drawn++) * items.length)];
    const at = new Map<string, string>();
    const context: string[] = [];
    const move = (person: string, room: string): void => {
      at.set(person, room);
      context.push(`${person} went to the ${room}.`);
    };
    const first = permutation(stream(seed, story, 7), rooms.length);
    people.forEach((person, k) => move(person, rooms[first[k]]));
    const holder = new Map<string, string>();
    while (context.length < length) {
      const [person, thing] = [pick(people), pick(things)];
      if (uniform(draw, drawn++) < 0.4 && !holder.has(thing)) {
        holder.set(thing, person);
        context.push(`${person} took the ${thing}.`);
      } else move(person, pick(rooms));
    }
    const held = [...holder.keys()];
    const thing = held.length > 0 && uniform(draw, drawn++) < 0.5 ? pick(held) : undefined;
    const person = (thing && holder.get(thing)) ?? pick(people);
    const question = `Where is ${thing ? `the ${thing}` : person}?`;
    return { context, question, answer: at.get(person) ?? '' };
  });
}

/** The same in the form of bAbI. */
export const babiText = (examples: readonly Example[]): string =>
  examples
    .map(({ context, question, answer }) => {
      const lines = typeof context === 'string' ? [context] : [...context];
      return [...lines, `${question} \t${answer}\t1`].map((line, k) => `${k + 1} ${line}\n`).join('');
    })
    .join('');
