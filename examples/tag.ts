/** A tagger that learns intents and slots of made-up requests, and finds them in requests that it has not seen. */
import { tag } from 'unrolled';

const cities = ['Oslo', 'New York', 'Lima', 'Santa Cruz', 'Bonn', 'Los Angeles'];
const days = ['monday', 'next friday', 'tomorrow', 'sunday'];
const slot = (name: string, text: string): [string, string][] =>
  text.split(' ').map((word, k) => [word, `${k === 0 ? 'B' : 'I'}-${name}`]);
const plain = (text: string): [string, string][] => text.split(' ').map((word) => [word, 'O']);

const requests = cities.flatMap((city) =>
  days.flatMap((day) => {
    const rain = [...plain('will it rain in'), ...slot('city', city), ...slot('day', day)];
    const flight = [...plain('book a flight to'), ...slot('city', city), ...plain('on'), ...slot('day', day)];
    return [
      { words: rain, label: 'Weather' },
      { words: flight, label: 'Flight' },
    ];
  }),
);
const sentences = requests.map(({ words, label }) => ({
  tokens: words.map(([word]) => word),
  tags: words.map(([, name]) => name),
  label,
}));

const model = await tag.fit(sentences, { hidden: 32, batch: 8, epochs: 20, lr: 0.01 });
const [answer] = model.tag('book a flight to San Antonio on tuesday');
console.log(answer.label, answer.spans.map(({ type, text }) => `${type}: ${text}`).join(', '));

const [trained] = model.tag('will it rain in Santa Cruz next friday');
console.log(trained.label, trained.spans.map(({ type, text }) => `${type}: ${text}`).join(', '));
const found = trained.spans.map(({ text }) => text).join();
if (trained.label !== 'Weather' || found !== 'Santa Cruz,next friday')
  throw new Error('it has not learned to find cities and days');
model.close();
