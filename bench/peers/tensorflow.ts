import * as tf from '@tensorflow/tfjs';
import type { Library, Prepared, Task, Tensors } from './library.ts';
import { transpose } from './transpose.ts';
import { packageVersion } from './packageVersion.ts';

/** TensorFlow.js on one of its backends, `setBackend` having chosen it: layers of tf.layers, and tf.variableGrads. */
export function tensorflow(backend: string, mostThreads: number): Library {
  return { about: `TensorFlow.js ${packageVersion('@tensorflow/tfjs')} (${backend})`, mostThreads, prepare };
}

function prepare({ cell, work, size, given }: Task): Prepared {
  const [B, T, I, H] = size;
  const layer = layerOf(cell, H);
  const x = tf.tensor3d(transpose(given.x.data, T, B, I), [B, T, I]);
  tf.dispose(layer.apply(tf.tensor3d(new Float32Array(I), [1, 1, I]))); // makes its weights
  layer.setWeights(weightsFrom(given, I));
  const forward = (): tf.Tensor => tf.tidy(() => layer.apply(x));
  const train = () => tf.variableGrads(() => tf.sum(layer.apply(x, { training: true })));

  return {
    run() {
      if (work === 'forward') tf.dispose(forward());
      else tf.dispose(train());
    },
    results() {
      const outputOf = (data: Float32Array) => ({
        output: { shape: [T, B, H], data: transpose(data, B, T, H) },
      });
      if (work === 'forward') return outputOf(floats(forward()));
      let output = new Float32Array();
      const { grads } = tf.variableGrads(() => {
        const y = layer.apply(x, { training: true });
        output = floats(y);
        return tf.sum(y);
      });
      const gradients = layer.trainableWeights.map(({ name }) => grads[name]);
      return { ...outputOf(output), ...gradientsFrom(gradients.map(floats), given, I, H) };
    },
  };
}

function layerOf(cell: Task['cell'], units: number): tf.Layer {
  // The orthogonal matrix that it begins with otherwise takes it minutes.
  const options = { units, returnSequences: true, recurrentInitializer: 'zeros' } as const;
  switch (cell) {
    case 'lstm':
      return tf.layers.lstm({ ...options, recurrentActivation: 'sigmoid' });
    case 'rnn':
      return tf.layers.simpleRNN(options);
    case 'gru':
      throw new Error('its GRU has the reset gate before the recurrent product, which is other work');
  }
}

/** Its kernels are ours transposed, with the gates in the same order; it has one bias where we have two. */
function weightsFrom(given: Tensors, I: number): tf.Tensor[] {
  const { weight_ih_l0: ih, weight_hh_l0: hh, bias_ih_l0: bi, bias_hh_l0: bh } = given;
  const [rows, H] = hh.shape;
  return [
    tf.tensor2d(transpose(ih.data, rows, I), [I, rows]),
    tf.tensor2d(transpose(hh.data, rows, H), [H, rows]),
    tf.tensor1d(bi.data.map((value, k) => value + bh.data[k])),
  ];
}

function gradientsFrom(
  [kernel, recurrent, bias]: readonly Float32Array[],
  { weight_ih_l0: ih, weight_hh_l0: hh, bias_ih_l0: bi }: Tensors,
  I: number,
  H: number,
): Tensors {
  const rows = hh.shape[0];
  return {
    weight_ih_l0: { shape: ih.shape, data: transpose(kernel, I, rows) },
    weight_hh_l0: { shape: hh.shape, data: transpose(recurrent, H, rows) },
    // The gradient of a sum is that of each of its terms.
    bias_ih_l0: { shape: bi.shape, data: bias },
    bias_hh_l0: { shape: bi.shape, data: bias },
  };
}

const floats = (tensor: tf.Tensor) => Float32Array.from(tensor.dataSync());
