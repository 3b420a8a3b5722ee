/** Learns to write dates as ISO 8601 from examples, however they were written, and shows how sure it is. */
import { stream, translate, uniform } from 'unrolled';

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** A day of 1950 to 2049 as people write it, and as ISO has it; the same for the same number. */
function date(number: number) {
  const draw = (unit: number, most: number): number => Math.floor(most * uniform(stream(7, number), unit));
  const [year, month, day] = [1950 + draw(0, 100), draw(1, 12), 1 + draw(2, 28)];
  const name = months[month];
  const forms = [
    `${day} ${name} ${year}`,
    `${name} ${day}, ${year}`,
    `${name.slice(0, 3)} ${day} ${year}`,
    `${day}.${month + 1}.${year}`,
    `${month + 1}/${day}/${year}`,
  ];
  const digits = (value: number): string => String(value).padStart(2, '0');
  return { source: forms[draw(3, forms.length)], target: `${year}-${digits(month + 1)}-${digits(day)}` };
}

const dates = Array.from({ length: 1500 }, (_, number) => date(number));
const model = await translate.fit(dates, {
  unit: 'character',
  hidden: 48,
  embedding: 24,
  batch: 16,
  epochs: 16,
  dropout: 0.1,
  lr: 0.01,
});

const unseen = Array.from({ length: 200 }, (_, number) => date(10_000 + number));
const [{ name, values }] = model.evaluate(unseen).rows;
console.log(`${name}: ${values[0]} % of ${unseen.length} unseen dates exact`);

for (const { text, best = [] } of model.translate(['24 December 1999', '3/4/2025'], {
  best: 2,
  lengthPenalty: 0,
})) {
  const others = best.slice(1).map((other) => `${other.text} (${Math.exp(other.score).toFixed(4)})`);
  console.log(`${text}, rather than ${others.join(', ')}`);
}
if (values[0] < 90) throw new Error('it has not learned dates');
model.close();
