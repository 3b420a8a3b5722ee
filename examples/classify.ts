/** A classifier that learns which way noisy series turn, and says what it believes after each step of a new one. */
import { classify } from 'unrolled';

const turn = (way: 1 | -1, start: number, length: number) => ({
  steps: Array.from({ length }, (_, t) => {
    const angle = start + way * 0.7 * t;
    return [Math.cos(angle) + 0.1 * Math.sin(37 * angle), Math.sin(angle) + 0.1 * Math.cos(41 * angle)];
  }),
  label: way > 0 ? 'left' : 'right',
});
const series = Array.from({ length: 120 }, (_, k) => turn(k % 2 === 0 ? 1 : -1, k, 6 + (k % 9)));

const model = await classify.fit(series, { hidden: 16, batch: 8, epochs: 20, lr: 0.01 });
const { columns, rows } = model.evaluate(series);
rows.forEach(({ name, values }) => console.log(name, columns[0], values[0].toFixed(1)));

const stream = model.stream();
const answers = turn(-1, 0.5, 12).steps.map((step) => stream.step(step));
answers.forEach(({ label, confidence }, t) => console.log(t + 1, label, confidence.toFixed(3)));
stream.close();
model.close();
if (answers.at(-1)?.label !== 'right') throw new Error('it has not learned to tell left from right');
