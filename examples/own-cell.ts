/**
 * A cell of one's own: the minimal gated unit (Zhou et al., 2016). It is one step; the library's driver runs it through
 * time. Task: tell, after 20 steps of noise, the sign that came first.
 */
import {
  adam,
  add,
  affine,
  binaryCrossEntropy,
  type Cell,
  type Context,
  constantRate,
  fromArrays,
  joinParameters,
  linear,
  linearLayer,
  multiply,
  noNoise,
  normal,
  openContext,
  orthogonal,
  recurrence,
  reshape,
  sigmoid,
  stream,
  tanh,
  train,
  xavierUniform,
} from 'unrolled';

/** f = sigmoid(W_f x + U_f h + b_f); n = tanh(W_n x + U_n (f h)); h' = (1 - f) h + f n. The bias lets it keep at first. */
function minimalGatedCell(context: Context, inputSize: number, hiddenSize: number): Cell {
  const weight = (place: number, columns: number, initialise = xavierUniform) =>
    context.parameter(initialise(hiddenSize, columns, stream(1, place)), [hiddenSize, columns]);
  const parameters = {
    input_f: weight(0, inputSize),
    input_n: weight(1, inputSize),
    hidden_f: weight(2, hiddenSize),
    hidden_n: weight(3, hiddenSize, orthogonal()),
    bias_f: context.parameter(new Float32Array(hiddenSize).fill(-2), [hiddenSize]),
  };
  return {
    kind: 'minimal gated',
    inputSize,
    stateSizes: { h: hiddenSize },
    parameters,
    noise: noNoise,
    project: (x) => x,
    step(x, { h }) {
      const f = sigmoid(
        add(linear(x, parameters.input_f, parameters.bias_f), linear(h, parameters.hidden_f)),
      );
      const n = tanh(add(linear(x, parameters.input_n), linear(multiply(f, h), parameters.hidden_n)));
      return { state: { h: add(multiply(affine(f, -1, 1), h), multiply(f, n)) }, gates: { f, n } };
    },
  };
}

const STEPS = 20;
const BATCH = 32;
const context = await openContext();
const cell = minimalGatedCell(context, 2, 24);
const head = linearLayer(context, { inputSize: 24, outputSize: 1, stream: stream(2) });
const parameters = joinParameters({ cell, head });

/** Step 0 carries the sign in a channel of its own; all steps carry noise. */
function sequencesOf(batch: number): { steps: number[][][]; signs: number[] } {
  const signs = Array.from({ length: BATCH }, (_, k) => (normal(stream(3, batch), k) > 0 ? 1 : 0));
  const steps = signs.map((sign, k) =>
    Array.from({ length: STEPS }, (_, t) => [t === 0 ? 2 * sign - 1 : 0, normal(stream(4, batch, k), t)]),
  );
  return { steps, signs };
}

function scores(steps: number[][][]) {
  const { final } = recurrence(cell, fromArrays(context, steps));
  return reshape(head.run(final.h), [BATCH]);
}

await train({
  context,
  parameters,
  optimizer: adam(parameters),
  schedule: constantRate(0.01),
  budget: { steps: 200 },
  clip: { norm: 1 },
  batches: () => Array.from({ length: 200 }, (_, batch) => batch),
  loss: (batch) => {
    const { steps, signs } = sequencesOf(batch);
    return { loss: binaryCrossEntropy(scores(steps), context.tensor(signs)), tokens: BATCH };
  },
});

const { steps, signs } = sequencesOf(999);
const answers = context.step(() => scores(steps).toArray());
const right = signs.filter((sign, k) => answers[k] > 0 === (sign === 1)).length;
console.log(`${right} of ${BATCH} signs remembered over ${STEPS} steps`);
if (right < 0.95 * BATCH) throw new Error('the cell has not learned to remember');
context.close();
