/**
 * How far back does the gradient reach? A tanh RNN and an LSTM read the same 40 steps; the loss looks at the last one.
 * The norm of dL/dstate at every step, by its lag: that of the RNN vanishes, that of the LSTM stays.
 */
import {
  backward,
  type Cell,
  fromArrays,
  lstmCell,
  normal,
  openContext,
  recurrence,
  rnnCell,
  square,
  stream,
  sum,
  type Tensor,
} from 'unrolled';

const STEPS = 40;
const SEQUENCES = 8;
const options = { inputSize: 4, hiddenSize: 32, stream: stream(1) };
const context = await openContext();
const sequences = Array.from({ length: SEQUENCES }, (_, k) =>
  Array.from({ length: STEPS }, (_, t) =>
    Array.from({ length: 4 }, (_, unit) => normal(stream(2, k, t), unit)),
  ),
);

/** The norms of dL/dstate by lag: 0 is the last step. */
function normsByLag(cell: Cell): number[] {
  const squares = Array.from({ length: STEPS }, () => 0);
  const look = (gradients: Readonly<Record<string, Tensor>>): void => {
    for (const gradient of Object.values(gradients)) {
      const width = gradient.size / STEPS; // sequences of one length: all rows of a step lie together
      gradient.toArray().forEach((value, at) => {
        squares[STEPS - 1 - Math.floor(at / width)] += value * value;
      });
    }
  };
  context.step(() => {
    const { final } = recurrence(cell, fromArrays(context, sequences), { watch: look });
    backward(sum(square(final.h)));
  });
  return squares.map(Math.sqrt);
}

const rnn = normsByLag(rnnCell(context, options));
const lstm = normsByLag(lstmCell(context, { ...options, forgetBias: 3 }));

/** A bar per factor of 10 above 1e-8, four marks each. */
const bar = (norm: number): string =>
  '#'.repeat(Math.max(0, Math.round(4 * (Math.log10(norm) + 8)))).padEnd(36);
console.log(`lag  ${'tanh RNN'.padEnd(36)}  LSTM`);
for (let lag = 0; lag < STEPS; lag += 3)
  console.log(`${String(lag).padStart(3)}  ${bar(rnn[lag])}  ${bar(lstm[lag])}`);

const reach = (norms: number[]): number => norms[30] / norms[0];
console.log(
  `30 steps back: ${reach(rnn).toExponential(1)} of it is left in the RNN, ${reach(lstm).toExponential(1)} in the LSTM`,
);
if (!(reach(lstm) > 100 * reach(rnn))) throw new Error('the gradient of the LSTM should reach further');
context.close();
