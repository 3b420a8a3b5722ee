/** How far back does a cell remember? A simple recurrent network and an LSTM add two marked numbers. */
import { memory } from 'unrolled';

const options = { length: 60, curriculum: true, hidden: 48, steps: 1500, lr: 0.005 };
const remembered: Record<string, number> = {};
for (const cell of ['rnn', 'lstm'] as const) {
  const network = await memory.fit('adding', { ...options, cell });
  const { columns, rows, notes } = network.evaluate();
  remembered[cell] = rows[0].values[columns.indexOf('remembers')];
  console.log(`${cell}: ${notes[0]}`);
  network.close();
}
if (remembered.lstm < 60 || remembered.lstm <= remembered.rnn)
  throw new Error('the LSTM has not learned to remember');
