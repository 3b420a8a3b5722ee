import { kernel } from './kernel.ts';
import { logSumExp } from './logSumExp.ts';
import { type Memory, NONE } from './memory.ts';

/**
 * A linear-chain conditional random field over ragged sequences of K = `tags` (Lafferty, McCallum and Pereira, 2001),
 * rows in sequence layout: sequence b has the rows starts[b] to starts[b + 1] of emissions[N, K]. The score of a path
 * y is begin[y0] + sum of emissions[t, y_t] + sum of transitions[y_t-1, y_t] + end[y_last]. losses[B] = log of the sum of
 * e^score over all paths, less the score of `labels`, int32 [N]; without labels (NONE) nothing less. With them the
 * derivatives of the losses, by the forward-backward algorithm: demissions[N, K], and dtransitions[B, K, K] unless it is
 * NONE, for each sequence; without labels these are the marginal probabilities. An empty sequence has loss 0.
 */
export const crf = kernel(
  'crf',
  [
    'emissions',
    'transitions',
    'begin',
    'end',
    'labels',
    'starts',
    'losses',
    'demissions',
    'dtransitions',
    'sequences',
    'tags',
  ],
  (memory, args) => {
    for (let sequence = 0; sequence < args.sequences; sequence++) chain(memory, args, sequence);
  },
  ({ sequences, tags }) => 500 * sequences * tags * tags,
);

type CrfArguments = Readonly<Record<(typeof crf)['args'][number], number>>;

function chain({ f, i: integers }: Memory, args: CrfArguments, sequence: number): void {
  const { emissions, transitions, begin, end, labels, starts, losses, tags: K } = args;
  const first = integers[starts + sequence];
  const T = integers[starts + sequence + 1] - first;
  const pairs = args.dtransitions + sequence * K * K;
  if (args.dtransitions !== NONE) f.fill(0, pairs, pairs + K * K);
  f[losses + sequence] = 0;
  if (T === 0) return;
  const emission = (t: number, j: number): number => f[emissions + (first + t) * K + j];
  const move = (j: number, k: number): number => f[transitions + j * K + k];
  const forward = Array.from({ length: T }, () => new Float64Array(K));
  const back = Array.from({ length: T }, () => new Float64Array(K));
  for (let t = 0; t < T; t++) {
    for (let k = 0; k < K; k++) {
      const before = t === 0 ? f[begin + k] : logSumExp(forward[t - 1].map((value, j) => value + move(j, k)));
      forward[t][k] = before + emission(t, k);
    }
  }
  for (let t = T - 1; t >= 0; t--) {
    for (let j = 0; j < K; j++) {
      const after = (value: number, k: number): number => move(j, k) + emission(t + 1, k) + value;
      back[t][j] = t === T - 1 ? f[end + j] : logSumExp(back[t + 1].map(after));
    }
  }
  const total = logSumExp(forward[T - 1].map((value, k) => value + f[end + k]));
  let loss = total;
  for (let t = 0; t < T; t++) {
    const label = labels === NONE ? -1 : integers[labels + first + t];
    for (let k = 0; k < K; k++) {
      const marginal = Math.exp(forward[t][k] + back[t][k] - total);
      f[args.demissions + (first + t) * K + k] = marginal - (k === label ? 1 : 0);
    }
    if (label >= 0) loss -= emission(t, label);
    if (label >= 0 && t === 0) loss -= f[begin + label];
    if (label >= 0 && t === T - 1) loss -= f[end + label];
    if (t === 0) continue;
    const before = labels === NONE ? -1 : integers[labels + first + t - 1];
    if (label >= 0) loss -= move(before, label);
    for (let j = 0; j < K && args.dtransitions !== NONE; j++) {
      for (let k = 0; k < K; k++) {
        const score = forward[t - 1][j] + move(j, k) + emission(t, k) + back[t][k];
        const taken = j === before && k === label ? 1 : 0;
        f[pairs + j * K + k] += Math.exp(score - total) - taken;
      }
    }
  }
  f[losses + sequence] = loss;
}
