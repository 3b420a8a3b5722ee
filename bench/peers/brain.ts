import brain from 'brain.js';
import type { Library, Prepared, Task, Tensors } from './library.ts';
import { packageVersion } from './packageVersion.ts';

const INSTEAD =
  'its LSTM keeps no cell state (h = o tanh(f h + i g)), and a dense layer follows; forward gives the last prediction alone, ' +
  'training learns to predict the next step and updates the weights';

/** The names of its gates, in the order of ours: i, f, g, o. */
const gates = ['input', 'forget', 'cellActivation', 'output'] as const;

/** brain.js, in plain JavaScript: one sequence at a time. */
export async function open(): Promise<Library> {
  return { about: `brain.js ${packageVersion('brain.js')}`, mostThreads: 1, prepare };
}

function prepare({ cell, work, size, given }: Task): Prepared {
  const [B, T, I, H] = size;
  if (cell !== 'lstm') throw new Error('only its LSTM is measured');
  if (B > 1) throw new Error('it takes one sequence at a time');
  if (work === 'train' && T === 1)
    throw new Error('it learns to predict the next step, and one step has none');
  const sequence = Array.from({ length: T }, (_, t) => [...given.x.data.subarray(t * I, (t + 1) * I)]);
  const net = new brain.recurrent.LSTMTimeStep({ inputSize: I, hiddenLayers: [H], outputSize: I });
  const model = net.toJSON();
  giveWeights(model, given, I, H);
  net.fromJSON(model);
  checkPrediction([...net.run(sequence)], model, sequence, H);
  const once = { iterations: 1 };
  return {
    instead: INSTEAD,
    run() {
      if (work === 'forward') net.run(sequence);
      else net.train([sequence], once);
    },
  };
}

/** Our weights, with the two biases of a gate as one; the dense layer has its own. */
function giveWeights({ hiddenLayers: [layer] }: brain.Model, given: Tensors, I: number, H: number): void {
  const { weight_ih_l0: ih, weight_hh_l0: hh, bias_ih_l0: bi, bias_hh_l0: bh } = given;
  for (const [k, gate] of gates.entries()) {
    const rows = (data: Float32Array, width: number) => data.subarray(k * H * width, (k + 1) * H * width);
    layer[`${gate}Matrix`].weights = [...rows(ih.data, I)];
    layer[`${gate}Hidden`].weights = [...rows(hh.data, H)];
    layer[`${gate}Bias`].weights = [...rows(bi.data, 1)].map((value, row) => value + rows(bh.data, 1)[row]);
  }
}

/** Holds what it predicts after a sequence against its own equations, written out. */
function checkPrediction(
  got: readonly number[],
  { hiddenLayers: [layer], outputConnector, output }: brain.Model,
  sequence: readonly (readonly number[])[],
  H: number,
): void {
  const sigmoid = (a: number): number => 1 / (1 + Math.exp(-a));
  const product = ({ weights }: brain.Matrix, row: number, x: readonly number[]): number =>
    x.reduce((sum, value, k) => sum + weights[row * x.length + k] * value, 0);
  let h: readonly number[] = new Array<number>(H).fill(0);
  for (const x of sequence) {
    const before = h;
    h = before.map((state, row) => {
      const [i, f, g, o] = gates.map(
        (gate) =>
          product(layer[`${gate}Matrix`], row, x) +
          product(layer[`${gate}Hidden`], row, before) +
          layer[`${gate}Bias`].weights[row],
      );
      return sigmoid(o) * Math.tanh(sigmoid(f) * state + sigmoid(i) * Math.tanh(g));
    });
  }
  const want = output.weights.map((bias, row) => product(outputConnector, row, h) + bias);
  const largest = Math.max(...want.map(Math.abs));
  const error = Math.max(...want.map((value, k) => Math.abs(value - got[k]))) / largest;
  if (!(error <= 1e-4)) throw new Error(`it differs from its own equations by ${error.toExponential(1)}`);
}
