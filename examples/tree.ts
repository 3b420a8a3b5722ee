/** A Tree-LSTM that learns to compute logical formulas, the value of each part at its node. */
import { tree } from 'unrolled';

/** Formulas of a depth, by a number whose digits choose their parts. */
function formula(choice: number, depth: number): { text: string; value: number } {
  if (depth === 0 || choice % 7 === 0) {
    const value = choice % 2;
    return { text: `(${value} ${value === 1 ? 'true' : 'false'})`, value };
  }
  const left = formula(Math.floor(choice / 3), depth - 1);
  const right = formula(Math.floor(choice / 5), depth - 1);
  const value = choice % 3 === 0 ? left.value | right.value : left.value & right.value;
  const word = choice % 3 === 0 ? 'or' : 'and';
  return { text: `(${value} ${left.text} (${value} (${right.value} ${word}) ${right.text}))`, value };
}

const formulas = Array.from({ length: 400 }, (_, k) => formula(1000 + 7919 * k, 4).text);
const model = await tree.fit(formulas.join('\n'), {
  hidden: 24,
  epochs: 15,
  batch: 16,
  dropout: 0,
  weightDecay: 0,
  lr: 0.1,
  target: 'root',
});
const { trees } = tree.parseTrees(
  Array.from({ length: 100 }, (_, k) => formula(12345 + 104729 * k, 4).text).join('\n'),
  'new',
);
const right = model.predict(trees).filter((nodes, k) => nodes[0]?.label === trees[k]?.labels[0]).length;
console.log(`${right} of 100 new formulas have the right value`);
if (right < 85) throw new Error('it has not learned to compute formulas');
model.close();
