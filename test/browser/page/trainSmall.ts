import { wasmBackend } from '../../../src/backend/wasm.ts';
import {
  adam,
  Context,
  constantRate,
  crossEntropy,
  fromArrays,
  joinParameters,
  linearLayer,
  normal,
  pool,
  recurrentStack,
  shuffledBatches,
  stream,
  train,
} from '../../../src/index.ts';

/** 24 sequences of 0 to 11 steps of 3 features; the class says whether the first feature sums to more than 0. */
const sequences = Array.from({ length: 24 }, (_, k) =>
  Array.from({ length: k % 12 }, (_, t) => [0, 1, 2].map((unit) => normal(stream(3, k, t), unit))),
);
const classes = sequences.map((steps) => Number(steps.reduce((sum, [x]) => sum + x, 0) > 0));

/** Trains a small bidirectional LSTM in a loop of one's own, in this thread; gives the loss of every step. */
export async function trainSmall(options: { relaxed: boolean; threads: number }): Promise<number[]> {
  const { relaxed, threads } = options;
  const context = new Context(await wasmBackend(threads, { relaxed, workPerThread: 1, patient: true }));
  const lstm = recurrentStack(context, {
    inputSize: 3,
    hiddenSize: 20,
    bidirectional: true,
    cell: { cell: 'lstm' },
    seed: 1,
  });
  const head = linearLayer(context, { inputSize: lstm.outputSize, outputSize: 2, stream: stream(9) });
  const parameters = joinParameters({ lstm, head });
  const losses: number[] = [];
  await train({
    context,
    parameters,
    optimizer: adam(parameters),
    schedule: constantRate(0.02),
    budget: { epochs: 8 },
    clip: { norm: 1 },
    batches: shuffledBatches({ count: sequences.length, size: 8, seed: 4 }),
    loss: (batch) => {
      const chosen = Array.from(batch);
      const x = fromArrays(
        context,
        chosen.map((k) => sequences[k]),
        { features: 3 },
      );
      const scores = head.run(pool(lstm.run(x).output, 'mean'));
      const labels = context.tensor(
        chosen.map((k) => classes[k]),
        [chosen.length],
        'int32',
      );
      return { loss: crossEntropy(scores, labels), tokens: chosen.length };
    },
    log: (event) => {
      if (event.type === 'step') losses.push(event.loss);
    },
  });
  context.close();
  return losses;
}
