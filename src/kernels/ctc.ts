import { kernel } from './kernel.ts';
import { logSumExp } from './logSumExp.ts';
import type { Memory } from './memory.ts';

/**
 * Connectionist temporal classification of ragged sequences (Graves et al., 2006). Sequence b has the rows starts[b] to
 * starts[b + 1] of logits[N, K], sequence layout, and the labels labelStarts[b] to labelStarts[b + 1] of `labels`, int32
 * from 1 to K - 1; class 0 is the blank. losses[B] = -log of the sum, over all paths of a class per step that give the
 * labels once repeats are merged and blanks removed, of the product of softmax(logits) along the path; dlogits[N, K] its
 * derivatives, by the forward-backward algorithm. Labels that no path gives, since each takes a step and equal neighbours
 * a blank between them, have an infinite loss and derivatives of 0. Without labels only blanks are left.
 */
export const ctc = kernel(
  'ctc',
  ['logits', 'labels', 'starts', 'labelStarts', 'losses', 'dlogits', 'sequences', 'rows', 'classes'],
  (memory, args) => {
    for (let sequence = 0; sequence < args.sequences; sequence++) align(memory, args, sequence);
  },
  ({ rows, classes }) => 50 * rows * (classes + 20),
);

type CtcArguments = Readonly<Record<(typeof ctc)['args'][number], number>>;

function align({ f, i: integers }: Memory, args: CtcArguments, sequence: number): void {
  const { logits, labels, starts, labelStarts, losses, dlogits, classes: K } = args;
  const first = integers[starts + sequence];
  const T = integers[starts + sequence + 1] - first;
  const own = integers.subarray(
    labels + integers[labelStarts + sequence],
    labels + integers[labelStarts + sequence + 1],
  );
  // States: a blank before, between and behind the labels. A blank between different labels may be skipped.
  const S = 2 * own.length + 1;
  const symbol = (s: number): number => (s % 2 === 0 ? 0 : own[(s - 1) / 2]);
  const skips = (s: number): boolean => s % 2 === 1 && s > 1 && symbol(s) !== symbol(s - 2);
  const row = (t: number): number => logits + (first + t) * K;
  const scores = Array.from({ length: T }, (_, t) => {
    const normaliser = logSumExp(f.subarray(row(t), row(t) + K));
    return Float64Array.from({ length: K }, (_, k) => f[row(t) + k] - normaliser);
  });
  const forward = Array.from({ length: T }, () => new Float64Array(S).fill(-Infinity));
  const back = Array.from({ length: T }, () => new Float64Array(S).fill(-Infinity));
  for (let t = 0; t < T; t++) {
    for (let s = 0; s < S; s++) {
      const before = [s, s - 1, ...(skips(s) ? [s - 2] : [])].map((from) =>
        t === 0 ? (s < 2 && from === s ? 0 : -Infinity) : (forward[t - 1][from] ?? -Infinity),
      );
      forward[t][s] = logSumExp(before) + scores[t][symbol(s)];
    }
  }
  for (let t = T - 1; t >= 0; t--) {
    for (let s = 0; s < S; s++) {
      if (t === T - 1) back[t][s] = s >= S - 2 ? 0 : -Infinity;
      else {
        const after = [s, s + 1, ...(skips(s + 2) ? [s + 2] : [])].filter((to) => to < S);
        back[t][s] = logSumExp(after.map((to) => back[t + 1][to] + scores[t + 1][symbol(to)]));
      }
    }
  }
  const total = T === 0 ? (S === 1 ? 0 : -Infinity) : logSumExp(forward[T - 1].subarray(Math.max(0, S - 2)));
  f[losses + sequence] = -total;
  for (let t = 0; t < T; t++) {
    const slopes = f.subarray(dlogits + (first + t) * K, dlogits + (first + t + 1) * K);
    slopes.set(total === -Infinity ? new Float64Array(K) : scores[t].map(Math.exp));
    for (let s = 0; s < S && total > -Infinity; s++)
      slopes[symbol(s)] -= Math.exp(forward[t][s] + back[t][s] - total);
  }
}
