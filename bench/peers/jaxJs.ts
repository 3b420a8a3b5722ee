import { type Array, blockUntilReady, defaultDevice, grad, init, jit, nn, numpy as np } from '@jax-js/jax';
import type { Library, Prepared, Task, Tensors } from './library.ts';
import { transpose } from './transpose.ts';
import { packageVersion } from './packageVersion.ts';

/** Kernels [in, G*H], as JAX's users have them, and biases [G*H]. */
type Weights = { ih: Array; hh: Array; bi: Array; bh: Array };

/** A function that takes its arguments over: who needs one again passes `.ref`. */
type Layer = (weights: Weights, x: Array) => Array;

/** jax-js in WebAssembly. It has no recurrent layers and no loop primitive: the cells are written out, step by step, and compiled by `jit`. */
export async function open(): Promise<Library> {
  const devices = await init('wasm');
  if (!devices.includes('wasm')) throw new Error('its WebAssembly does not start here');
  defaultDevice('wasm');
  return { about: `jax-js ${packageVersion('@jax-js/jax')} (wasm)`, mostThreads: 1, prepare };
}

async function prepare({ cell, work, size, given }: Task): Promise<Prepared> {
  const [B, T, I, H] = size;
  const layer = layers[cell](B, T, H);
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

/** The layers: x [T*B, I] to all outputs [T, B, H]; the input's share of all steps is one product. */
const layers: Readonly<Record<Task['cell'], (B: number, T: number, H: number) => Layer>> = {
  lstm:
    (B, T, H) =>
    ({ ih, hh, bi, bh }, x) => {
      const projected = np.unstack(
        np
          .dot(x, ih)
          .add(bi.add(bh))
          .reshape([T, B, 4 * H]),
      );
      let h = np.zeros([B, H]);
      let c = np.zeros([B, H]);
      const outputs: Array[] = [];
      for (const step of projected) {
        const [i, f, g, o] = np.split(step.add(np.dot(h, hh.ref)), 4, 1);
        c = nn
          .sigmoid(f)
          .mul(c)
          .add(nn.sigmoid(i).mul(np.tanh(g)));
        h = nn.sigmoid(o).mul(np.tanh(c.ref));
        outputs.push(h.ref);
      }
      for (const rest of [h, c, hh]) rest.dispose();
      return np.stack(outputs);
    },
  gru:
    (B, T, H) =>
    ({ ih, hh, bi, bh }, x) => {
      const projected = np.unstack(
        np
          .dot(x, ih)
          .add(bi)
          .reshape([T, B, 3 * H]),
      );
      let h = np.zeros([B, H]);
      const outputs: Array[] = [];
      for (const step of projected) {
        const [xr, xz, xn] = np.split(step, 3, 1);
        const [hr, hz, hn] = np.split(np.dot(h.ref, hh.ref).add(bh.ref), 3, 1);
        const z = nn.sigmoid(xz.add(hz));
        const n = np.tanh(xn.add(nn.sigmoid(xr.add(hr)).mul(hn)));
        h = n.ref.add(z.mul(h.sub(n)));
        outputs.push(h.ref);
      }
      for (const rest of [h, hh, bh]) rest.dispose();
      return np.stack(outputs);
    },
  rnn:
    (B, T, H) =>
    ({ ih, hh, bi, bh }, x) => {
      const projected = np.unstack(np.dot(x, ih).add(bi.add(bh)).reshape([T, B, H]));
      let h = np.zeros([B, H]);
      const outputs: Array[] = [];
      for (const step of projected) {
        h = np.tanh(step.add(np.dot(h, hh.ref)));
        outputs.push(h.ref);
      }
      for (const rest of [h, hh]) rest.dispose();
      return np.stack(outputs);
    },
};
