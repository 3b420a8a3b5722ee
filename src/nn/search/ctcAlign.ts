import { fail } from '../../support/errors.ts';
import { leastSteps } from '../../tensor/losses/ctc.ts';

/** Where a label stands in time. */
export interface AlignedLabel {
  readonly label: number;
  /** Its first step, and the one after its last. */
  readonly start: number;
  readonly end: number;
  /** The mean over its steps of the logarithm of its probability. */
  readonly score: number;
}

/**
 * Forced alignment: the likeliest path (Viterbi, 1967) through the labels, from 1 on, with a blank (class 0) before,
 * between and behind them, any of which may be passed over but one between equal labels. `logProbabilities` [T, K]. Of equal
 * paths the one that stays longer. Throws `bad-argument` where the labels take more than T steps.
 */
export function ctcAlign(
  logProbabilities: ArrayLike<number>,
  classes: number,
  labels: readonly number[],
): AlignedLabel[] {
  const T = logProbabilities.length / classes;
  const S = 2 * labels.length + 1;
  if (leastSteps(labels) > T) {
    const what = `${labels.length} labels take ${leastSteps(labels)} steps at least, and there are ${T}`;
    fail('bad-argument', 'ctcAlign', what, 'Give more steps');
  }
  const symbol = (s: number): number => (s % 2 === 0 ? 0 : labels[(s - 1) / 2]);
  let best = new Float64Array(S).fill(-Infinity);
  const moves: Uint8Array[] = [];
  for (let t = 0; t < T; t++) {
    const next = new Float64Array(S);
    const from = new Uint8Array(S);
    for (let s = 0; s < S; s++) {
      const most = s % 2 === 1 && s > 1 && symbol(s) !== symbol(s - 2) ? 2 : 1;
      for (let move = 1; move <= most && move <= s && t > 0; move++) {
        if (best[s - move] > best[s - from[s]]) from[s] = move;
      }
      const before = t === 0 ? (s < 2 ? 0 : -Infinity) : best[s - from[s]];
      next[s] = before + logProbabilities[t * classes + symbol(s)];
    }
    moves.push(from);
    best = next;
  }
  const aligned: AlignedLabel[] = [];
  let state = S > 1 && best[S - 2] > best[S - 1] ? S - 2 : S - 1;
  for (let t = T - 1, end = T, sum = 0; t >= 0; t--) {
    const label = symbol(state);
    sum += logProbabilities[t * classes + label];
    const before = state - moves[t][state];
    if (before === state && t > 0) continue;
    if (label > 0) aligned.push({ label, start: t, end, score: sum / (end - t) });
    [state, end, sum] = [before, t, 0];
  }
  return aligned.reverse();
}
