import { type Array, blockUntilReady, defaultDevice, grad, init, jit, nn, numpy as np } from '@jax-js/jax';
import type { Library, Prepared, Task, Tensors } from './library.ts';
import { transpose } from './transpose.ts';
import { packageVersion } from './packageVersion.ts';

/** Kernels [in, G*H], as JAX's users have them, and biases [G*H]. */
type Weights = { ih: Array; hh: Array; bi: Array; bh: Array };

/** A function that takes its arguments over: who needs one again passes `.ref`. */
type Layer = (weights: Weights, x: Array) => Array;

/** jax-js in WebAssembly. It has no recurrent layers and no loop that it compiles: steps are written out one by one. */
export async function open(): Promise<Library> {
  const devices = await init('wasm');
  if (!devices.includes('wasm')) throw new Error('its WebAssembly does not start here');
  defaultDevice('wasm');
  return { about: `jax-js ${packageVersion('@jax-js/jax')} (wasm)`, mostThreads: 1, prepare };
}

async function prepare({ cell, work, size, given }: Task): Promise<Prepared> {
  const [B, T, I, H] = size;
  const layer = layerOf(cell, B, T, H);
  const array = (data: Float32Array, ...shape: number[]): Array => np.array(data).reshape(shape);
  const x = array(given.x.data, T * B, I);
  const { weight_ih_l0: ih, weight_hh_l0: hh, bias_ih_l0: bi, bias_hh_l0: bh } = given;
  const rows = hh.shape[0];
  const weights = {
    ih: array(transpose(ih.data, rows, I), I, rows),
    hh: array(transpose(hh.data, rows, H), H, rows),
    bi: array(bi.data, rows),
    bh: array(bh.data, rows),
  };
  const loss = (given: Weights, x: Array): Array => np.sum(layer(given, x));
  const forward = jit(layer);
  const gradients = jit(grad(loss));
  const again = (): Weights => ({
    ih: weights.ih.ref,
    hh: weights.hh.ref,
    bi: weights.bi.ref,
    bh: weights.bh.ref,
  });

  return {
    async run() {
      if (work === 'forward') {
        const output = forward(again(), x.ref);
        await blockUntilReady(output);
        output.dispose();
      } else {
        const results = gradients(again(), x.ref);
        await blockUntilReady(results);
        for (const result of Object.values(results)) result.dispose();
      }
    },
    async results(): Promise<Tensors> {
      const output = { shape: [T, B, H], data: await floats(forward(again(), x.ref)) };
      if (work === 'forward') return { output };
      const got = gradients(again(), x.ref);
      return {
        output,
        weight_ih_l0: { shape: ih.shape, data: transpose(await floats(got.ih), I, rows) },
        weight_hh_l0: { shape: hh.shape, data: transpose(await floats(got.hh), H, rows) },
        bias_ih_l0: { shape: bi.shape, data: await floats(got.bi) },
        bias_hh_l0: { shape: bh.shape, data: await floats(got.bh) },
      };
    },
  };
}

const floats = async (array: Array): Promise<Float32Array> => Float32Array.from(await array.data());

/** One step, compiled once: from the input's share and the states, h first, to the next states. */
type Step = (weights: { hh: Array; bh: Array }, projected: Array, ...states: Array[]) => Array[];

const steps: Readonly<Record<Task['cell'], { readonly states: number; readonly step: Step }>> = {
  lstm: {
    states: 2,
    step: ({ hh, bh }, projected, h, c) => {
      const [i, f, g, o] = np.split(projected.add(np.dot(h, hh).add(bh)), 4, 1);
      const cell = nn
        .sigmoid(f)
        .mul(c)
        .add(nn.sigmoid(i).mul(np.tanh(g)));
      return [nn.sigmoid(o).mul(np.tanh(cell.ref)), cell];
    },
  },
  gru: {
    states: 1,
    step: ({ hh, bh }, projected, h) => {
      const [xr, xz, xn] = np.split(projected, 3, 1);
      const [hr, hz, hn] = np.split(np.dot(h.ref, hh).add(bh), 3, 1);
      const n = np.tanh(xn.add(nn.sigmoid(xr.add(hr)).mul(hn)));
      return [n.ref.add(nn.sigmoid(xz.add(hz)).mul(h.sub(n)))];
    },
  },
  rnn: {
    states: 1,
    step: ({ hh, bh }, projected, h) => [np.tanh(projected.add(np.dot(h, hh).add(bh)))],
  },
};

/** From x [T*B, I] to all outputs [T, B, H]; the input's share of all steps is one product. */
function layerOf(cell: Task['cell'], B: number, T: number, H: number): Layer {
  const step = jit(steps[cell].step);
  return ({ ih, hh, bi, bh }, x) => {
    const rows = bi.shape[0];
    const projected = np.unstack(np.dot(x, ih).add(bi).reshape([T, B, rows]));
    let states = globalThis.Array.from({ length: steps[cell].states }, () => np.zeros([B, H]));
    const outputs: Array[] = [];
    for (const one of projected) {
      states = step({ hh: hh.ref, bh: bh.ref }, one, ...states);
      outputs.push(states[0].ref);
    }
    for (const rest of [...states, hh, bh]) rest.dispose();
    return np.stack(outputs);
  };
}
