/** A model that learns, from stories that are made up, where people and the things that they carry are. */
import { answer } from 'unrolled';

const rooms = ['kitchen', 'garden', 'hall', 'office'];
const people = ['Ann', 'Bob', 'Eve'];
const things = ['ball', 'book'];

let state = 1;
const pick = (items: readonly string[]): string => {
  for (const shift of [13, -17, 5]) state ^= shift > 0 ? state << shift : state >>> -shift;
  return items[(state >>> 0) % items.length];
};

/** A story with a question about its end. */
function story(): { context: string[]; question: string; answer: string } {
  const [at, holder] = [new Map<string, string>(), new Map<string, string>()];
  const context: string[] = [];
  const move = (person: string): void => {
    const room = pick(rooms);
    at.set(person, room);
    context.push(`${person} went to the ${room}.`);
  };
  people.forEach(move);
  for (let k = 0; k < 3; k++) {
    const [person, thing] = [pick(people), pick(things)];
    if (pick(['go', 'take']) === 'take' && !holder.has(thing)) {
      holder.set(thing, person);
      context.push(`${person} took the ${thing}.`);
    } else move(person);
  }
  const asked = pick([...people, ...holder.keys()]);
  const where = at.get(holder.get(asked) ?? asked) ?? '';
  return { context, question: `Where is ${holder.has(asked) ? 'the ' : ''}${asked}?`, answer: where };
}
const stories = (count: number): ReturnType<typeof story>[] => Array.from({ length: count }, story);

const model = await answer.fit(stories(2000), {
  cell: 'mingru',
  hidden: 48,
  wordSize: 16,
  hops: 2,
  dropout: 0,
  batch: 16,
  epochs: 20,
  lr: 0.005,
});
const [[accuracy], [usual]] = model.evaluate(stories(200)).rows.map(({ values }) => values);
console.log(`right: ${accuracy} %, with the most frequent answer: ${usual} %`);

const context = [
  'Ann went to the kitchen.',
  'Bob went to the office.',
  'Eve went to the hall.',
  'Eve took the ball.',
  'Eve went to the garden.',
  'Bob went to the hall.',
];
const [found] = model.answer([{ context, question: 'Where is the ball?' }], { ablate: true });
console.log(`${found.answer} (${found.confidence.toFixed(2)})`);
for (const { fact, without = 0 } of found.facts) console.log(`${without.toFixed(2)} without: ${fact}`);
if (found.answer !== 'garden' || accuracy < 90) throw new Error('it has not learned to follow a story');
model.close();
