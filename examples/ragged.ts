/** Sequences of different lengths, in any order, no padding: which of them hold a 1 that is followed at once by a 2? */
import {
  adam,
  argmax,
  crossEntropy,
  embedding,
  fromArrays,
  joinParameters,
  lengthBuckets,
  linearLayer,
  openContext,
  pool,
  recurrentStack,
  stream,
  constantRate,
  train,
  uniform,
} from 'unrolled';

/** 1 to 30 symbols from 0 to 4. */
const sequences = Array.from({ length: 600 }, (_, k) =>
  Array.from({ length: 1 + Math.floor(30 * uniform(stream(1), k)) }, (_, t) =>
    Math.floor(5 * uniform(stream(2, k), t)),
  ),
);
const labels = sequences.map((symbols) =>
  Number(symbols.some((symbol, t) => symbol === 1 && symbols[t + 1] === 2)),
);

/** Of those to train on. */
const lengths = sequences.slice(0, 500).map((symbols) => symbols.length);

const context = await openContext();
const vectors = embedding(context, { symbols: 5, size: 8, stream: stream(3) });
const lstm = recurrentStack(context, {
  inputSize: 8,
  hiddenSize: 16,
  bidirectional: true,
  cell: { cell: 'lstm' },
  seed: 4,
});
const head = linearLayer(context, { inputSize: lstm.outputSize, outputSize: 2, stream: stream(5) });
const parameters = joinParameters({ vectors, lstm, head });

/** Scores [B, 2] in the order in which the sequences came: the strongest answer over all their steps. */
const scores = (chosen: number[]) => {
  const x = fromArrays(
    context,
    chosen.map((k) => sequences[k]),
  );
  return head.run(pool(lstm.run(vectors.run(x)).output, 'max'));
};

await train({
  context,
  parameters,
  optimizer: adam(parameters),
  schedule: constantRate(0.01),
  budget: { epochs: 12 },
  batches: (epoch) => lengthBuckets(lengths, 25, stream(6, epoch)),
  loss: (batch) => {
    const chosen = Array.from(batch);
    const wanted = context.tensor(
      chosen.map((k) => labels[k]),
      [chosen.length],
      'int32',
    );
    return { loss: crossEntropy(scores(chosen), wanted), tokens: chosen.length };
  },
});

const unseen = Array.from({ length: 100 }, (_, k) => 500 + k);
const answers = context.step(() => argmax(scores(unseen)).toArray());
const right = unseen.filter((k, row) => answers[row] === labels[k]).length;
const majority = Math.max(...[0, 1].map((label) => unseen.filter((k) => labels[k] === label).length));
console.log(`${right} of 100 unseen sequences right; always the commoner answer: ${majority}`);
if (right < 95) throw new Error('the classifier has not learned the pattern');
context.close();
