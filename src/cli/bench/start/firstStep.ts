import type { Seat } from '../seat.ts';
import { formatSize, type Size } from '../size.ts';

const size: Size = [1, 100, 32, 64];

/** What is done in the first step, for people. */
export const about = `LSTM ${formatSize(size)} and a linear layer, forward, backward, Adam`;

/**
 * A user's program with the library that lies at `entry`, an address: a small model and the first step of its training.
 * It prints the loss as soon as the step is done, and ends.
 */
export function firstStep(entry: string, seat: Seat): string {
  const [, T, I, H] = size;
  return `
import {
  adam, backward, fromArrays, joinParameters, linearLayer, meanSquaredError, openContext, recurrentStack, stream, uniform,
} from ${JSON.stringify(entry)};
const context = await openContext(${JSON.stringify(seat)});
const lstm = recurrentStack(context, { inputSize: ${I}, hiddenSize: ${H}, cell: { cell: 'lstm' }, seed: 1 });
const head = linearLayer(context, { inputSize: ${H}, outputSize: 1, stream: stream(2) });
const parameters = joinParameters({ lstm, head });
const optimizer = adam(parameters);
const steps = Array.from({ length: ${T} }, (_, t) => Array.from({ length: ${I} }, (_, k) => uniform(stream(3), t, k)));
const value = context.step(() => {
  const { output } = lstm.run(fromArrays(context, [steps]));
  const loss = meanSquaredError(head.run(output.data), context.full([${T}, 1], 1));
  backward(loss);
  return loss.item();
});
optimizer.step(0.001);
console.log(value);
context.close();
`;
}
