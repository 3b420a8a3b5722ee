/** A character model that learns the names of numbers, and writes them. */
import { generate } from 'unrolled';

const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ones = 'one two three four five six seven eight nine'.split(' ');
const names = tens.flatMap((ten) => ones.map((one) => `${ten}-${one}`));

const model = await generate.fit(`${names.join('\n')}\n`.repeat(4), {
  hidden: 64,
  context: 32,
  batch: 8,
  epochs: 40,
  lr: 0.01,
  onEvent: (event) => {
    if (event.type === 'epoch' && event.epoch % 10 === 0)
      console.log(`epoch ${event.epoch}: ${event.loss.toFixed(3)} nats per character`);
  },
});

const written = (await model.generate({ prompt: '\n', length: 120, seed: 1, temperature: 0.5 }))
  .split('\n')
  .slice(0, -1);
console.log(written.join(', '));

const known = written.filter((name) => names.includes(name));
console.log(`${known.length} of ${written.length} are numbers`);
if (known.length < 0.8 * written.length) throw new Error('it has not learned to write numbers');
model.close();
