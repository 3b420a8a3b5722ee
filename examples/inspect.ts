/** A network does not learn. Why not? The gradient says, and what it says to try works. */
import { attributions, gradientThroughTime, memory, verdictOf } from 'unrolled';

const options = { length: 50, hidden: 32, steps: 900, lr: 0.01 };
const lossOf = (network: memory.MemoryNetwork): { loss: number; baseline: number } => {
  const { columns, rows } = network.evaluate();
  const [loss, baseline] = rows.map(({ values }) => values[columns.indexOf('at 50')]);
  return { loss, baseline };
};

// Two numbers of fifty are marked: what is their sum?
const simple = await memory.fit('adding', { ...options, cell: 'rnn' });
const { loss, baseline } = lossOf(simple);
console.log(`A simple network: loss ${loss.toFixed(4)}, and ${baseline.toFixed(4)} without any memory.`);
const verdict = verdictOf(gradientThroughTime(simple.subject()));
console.log(`Its gradient is ${verdict.finding}. ${verdict.evidence[0]}`);
simple.close();

const [remedy] = verdict.remedies;
console.log(`Try ${JSON.stringify(remedy.options)}. ${remedy.text}`);
const better = await memory.fit('adding', { ...options, ...remedy.options });
const solved = lossOf(better);
console.log(`With it: loss ${solved.loss.toFixed(5)}.`);

// And where does its answer come from?
const [{ texts, values, score }] = attributions(better.subject(), { sequences: 1 });
const steps = values.integrated.map((_, step) => step);
steps.sort((a, b) => Math.abs(values.integrated[b]) - Math.abs(values.integrated[a]));
console.log(`It answers ${score.toFixed(3)}, mostly from`);
for (const step of steps.slice(0, 3))
  console.log(`  step ${step + 1} (number and mark: ${texts[step]}): ${values.integrated[step].toFixed(3)}`);
better.close();

const marked = steps.slice(0, 2).every((step) => texts[step].endsWith(' 1.000'));
if (verdict.finding !== 'vanishing' || solved.loss > baseline / 10 || !marked)
  throw new Error('the remedy has not worked');
