import { kernel } from './kernel.ts';
import { NONE } from './memory.ts';

/**
 * The target distribution of a row with label k is q[j] = weights[j] ((1 - smoothing) [j = k] + smoothing / classes);
 * losses[rows] = -sum over j of q[j] log softmax(logits)[j], 0 for label -1. `normalisers`[rows] keeps log(sum(exp(logits))).
 * `weights`[classes] NONE: all 1. Labels are int32.
 */
export const crossEntropy = kernel(
  'crossEntropy',
  ['logits', 'labels', 'weights', 'losses', 'normalisers', 'rows', 'classes', 'smoothing'],
  ({ f, i }, { logits, labels, weights, losses, normalisers, rows, classes, smoothing }) => {
    for (let row = 0; row < rows; row++) {
      const at = logits + row * classes;
      let top = -Infinity;
      for (let j = 0; j < classes; j++) top = Math.max(top, f[at + j]);
      let sum = 0;
      for (let j = 0; j < classes; j++) sum += Math.exp(f[at + j] - top);
      const normaliser = top + Math.log(sum);
      f[normalisers + row] = normaliser;
      const label = i[labels + row];
      let loss = 0;
      if (label >= 0) {
        loss = (1 - smoothing) * (weights === NONE ? 1 : f[weights + label]) * (normaliser - f[at + label]);
        if (smoothing > 0) {
          let spread = 0;
          for (let j = 0; j < classes; j++) {
            spread += (weights === NONE ? 1 : f[weights + j]) * (normaliser - f[at + j]);
          }
          loss += (smoothing / classes) * spread;
        }
      }
      f[losses + row] = loss;
    }
  },
  ({ rows, classes }) => 10 * rows * classes,
);

/** dlogits[row, j] = dlosses[row] (softmax(logits)[j] sum(q) - q[j]); 0 for label -1. */
export const crossEntropyBackward = kernel(
  'crossEntropyBackward',
  ['logits', 'labels', 'weights', 'normalisers', 'dlosses', 'dlogits', 'rows', 'classes', 'smoothing'],
  ({ f, i }, { logits, labels, weights, normalisers, dlosses, dlogits, rows, classes, smoothing }) => {
    const spread = smoothing / classes;
    let all = classes;
    if (weights !== NONE) {
      all = 0;
      for (let j = 0; j < classes; j++) all += f[weights + j];
    }
    for (let row = 0; row < rows; row++) {
      const label = i[labels + row];
      const scale = label < 0 ? 0 : f[dlosses + row];
      const total =
        label < 0 ? 0 : (1 - smoothing) * (weights === NONE ? 1 : f[weights + label]) + spread * all;
      for (let j = 0; j < classes; j++) {
        const weight = weights === NONE ? 1 : f[weights + j];
        const target = weight * (spread + (j === label ? 1 - smoothing : 0));
        const probability = Math.exp(f[logits + row * classes + j] - f[normalisers + row]);
        f[dlogits + row * classes + j] = label < 0 ? 0 : scale * (probability * total - target);
      }
    }
  },
  ({ rows, classes }) => 10 * rows * classes,
);

/**
 * Both at once, in place: losses[rows] as crossEntropy gives them, and logits[row, j] becomes its slope, scales[row]
 * (softmax(logits)[j] sum(q) - q[j]); 0 for label -1.
 */
export const crossEntropySlopes = kernel(
  'crossEntropySlopes',
  ['logits', 'labels', 'weights', 'scales', 'losses', 'rows', 'classes', 'smoothing'],
  ({ f, i }, { logits, labels, weights, scales, losses, rows, classes, smoothing }) => {
    const weightOf = (j: number): number => (weights === NONE ? 1 : f[weights + j]);
    for (let row = 0; row < rows; row++) {
      const at = logits + row * classes;
      const label = i[labels + row];
      const target = (j: number): number =>
        label < 0 ? 0 : weightOf(j) * (smoothing / classes + (j === label ? 1 - smoothing : 0));
      let top = -Infinity;
      for (let j = 0; j < classes; j++) top = Math.max(top, f[at + j]);
      let sum = 0;
      for (let j = 0; j < classes; j++) sum += Math.exp(f[at + j] - top);
      const normaliser = top + Math.log(sum);
      let loss = 0;
      let total = 0;
      for (let j = 0; j < classes; j++) {
        if (target(j) !== 0) loss += target(j) * (normaliser - f[at + j]);
        total += target(j);
      }
      f[losses + row] = loss;
      for (let j = 0; j < classes; j++) {
        const slope = f[scales + row] * (Math.exp(f[at + j] - normaliser) * total - target(j));
        f[at + j] = label < 0 ? 0 : slope;
      }
    }
  },
  ({ rows, classes }) => 10 * rows * classes,
);
