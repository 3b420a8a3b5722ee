/** Learns to read lines of digits that nobody has cut apart, and shows where in a new line each digit stands. */
import { stream, transcribe, uniform } from 'unrolled';

// Five rows of three pixels for each digit, as octal numbers.
const digits = ['75557', '26227', '71747', '71717', '55711', '74717', '74757', '71222', '75757', '75717'];

/** A line of 2 to 5 digits, each drawn 2 to 4 times as wide as its pixels, with noise; the same for the same number. */
function line(number: number) {
  const own = stream(7, number);
  let draws = 0;
  const draw = (): number => uniform(own, draws++);
  const text = Array.from({ length: 2 + Math.floor(4 * draw()) }, () => Math.floor(10 * draw())).join('');
  const columns = Array.from(text).flatMap((digit) => {
    const rows = Array.from(digits[Number(digit)], Number);
    const wide = 2 + Math.floor(3 * draw());
    const gap = Array.from({ length: 1 + Math.floor(4 * draw()) }, () => [0, 0, 0, 0, 0]);
    const ink = [4, 2, 1].flatMap((bit) =>
      Array.from({ length: wide }, () => rows.map((row) => (row & bit ? 1 : 0))),
    );
    return [...ink, ...gap];
  });
  return { features: columns.map((column) => column.map((value) => value + 0.6 * (draw() - 0.5))), text };
}

const lines = Array.from({ length: 400 }, (_, number) => line(number));
const model = await transcribe.fit(lines, { hidden: 32, layers: 1, stack: 2, epochs: 12, lr: 0.01 });

const unseen = Array.from({ length: 100 }, (_, number) => line(1000 + number));
const [{ name, values }] = model.evaluate(unseen).rows;
console.log(`${name}: ${values[0].toFixed(1)} % of the labels wrong, ${values[1]} % of the lines exact`);

const [{ text, trace = [] }] = model.transcribe(unseen.slice(0, 1), { trace: true });
console.log(`${unseen[0].text} is read as ${text}`);
for (const { label, start, end } of trace) console.log(`  ${label}: columns ${start} to ${end - 1}`);
if (values[1] < 80) throw new Error('it has not learned to read');
model.close();
