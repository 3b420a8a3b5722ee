/** Answers of about the same confidence. */
export interface ReliabilityBin {
  /** Confidence from here... */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The mean confidence, and the share of right answers; NaN where there is none. */
  readonly confidence: number;
  readonly accuracy: number;
}

export interface Calibration {
  /** The expected calibration error: |accuracy - confidence| of the bins, by their share of the answers. */
  readonly error: number;
  readonly bins: readonly ReliabilityBin[];
}

/** Whether answers are as often right as they claim (Naeini et al., 2015; Guo et al., 2017), in bins of equal width. */
export function calibration(
  confidences: ArrayLike<number>,
  isRight: readonly boolean[],
  count = 10,
): Calibration {
  const sums = Array.from({ length: count }, () => ({ count: 0, confidence: 0, right: 0 }));
  isRight.forEach((right, k) => {
    const bin = sums[Math.min(count - 1, Math.max(0, Math.ceil(confidences[k] * count) - 1))];
    bin.count++;
    bin.confidence += confidences[k];
    bin.right += Number(right);
  });
  const bins = sums.map((sum, k) => ({
    from: k / count,
    to: (k + 1) / count,
    count: sum.count,
    confidence: sum.confidence / sum.count,
    accuracy: sum.right / sum.count,
  }));
  const gaps = sums.map(({ confidence, right }) => Math.abs(right - confidence));
  return { error: isRight.length === 0 ? 0 : gaps.reduce((a, b) => a + b) / isRight.length, bins };
}
