/** A model that learns from made-up talks how a room is booked, and books one. */
import { chat, stream, uniform } from 'unrolled';

const days = ['monday', 'tuesday', 'friday'];
const numbers = ['two', 'four', 'six'];

/** A talk: the bot asks for what was not said yet. Turns of user and bot, one after the other. */
function talk(key: number): string[] {
  let drawn = 0;
  const pick = <Item>(items: readonly Item[]): Item =>
    items[Math.floor(items.length * uniform(stream(key), drawn++))];
  const [day, number] = [pick(days), pick(numbers)];
  const [saysDay, saysNumber] = [pick([true, false]), pick([true, false])];
  return [
    pick(['hello', 'good morning']),
    'hello, what can I do for you?',
    `I need a room${saysDay ? ` on ${day}` : ''}${saysNumber ? ` for ${number} people` : ''}`,
    ...(saysDay ? [] : ['on which day?', `${day} please`]),
    ...(saysNumber ? [] : ['for how many people?', `we are ${number}`]),
    `booked: ${day} ${number}`,
  ];
}
const talks = (from: number, to: number): string[][] =>
  Array.from({ length: to - from }, (_, k) => talk(from + k));

const model = await chat.fit(talks(0, 400), {
  hidden: 32,
  embedding: 32,
  dropout: 0.1,
  batch: 4,
  epochs: 10,
  lr: 0.008,
});
const [[accuracy], [usual], [nearest]] = model.evaluate(talks(400, 500)).rows.map(({ values }) => values);
console.log(`right: ${accuracy} %, most frequent reply: ${usual} %, reply to the nearest turn: ${nearest} %`);

const conversation = model.conversation();
for (const text of ['hello', 'I need a room for six people', 'friday please'])
  console.log(`> ${text}\n${conversation.reply(text).text}`);
const booked = conversation.history.at(-1)?.text;
if (booked !== 'booked: friday six' || accuracy < 90) throw new Error('it has not learned to book a room');
model.close();
