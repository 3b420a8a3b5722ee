import { describe, expect, it } from 'vitest';
import { calibration } from '../../src/data/score/calibration.ts';
import { classScores } from '../../src/data/score/classScores.ts';

const oneHot = (labels: readonly number[], classes: number): Uint8Array => {
  const hot = new Uint8Array(labels.length * classes);
  labels.forEach((label, k) => {
    hot[k * classes + label] = 1;
  });
  return hot;
};

describe('scores of classes', () => {
  it('counts as scikit-learn does', () => {
    // f1_score([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, 0]): per class [2/3, 1/2, 0].
    const scores = classScores(oneHot([0, 0, 0, 1, 1, 2], 4), oneHot([0, 0, 1, 1, 2, 0], 4), 4);
    expect(scores.accuracy).toBeCloseTo(0.5, 12);
    expect(scores.classes.map(({ f1 }) => f1)).toEqual([2 / 3, 0.5, 0, 0]);
    expect(scores.macroF1).toBeCloseTo((2 / 3 + 0.5) / 3, 12); // the fourth class does not occur
    expect(scores.microF1).toBeCloseTo(0.5, 12);
    expect(scores.classes[0]).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, count: 3 });
  });

  it('takes several labels of an item as right only together', () => {
    const truth = Uint8Array.of(1, 1, 0, 0, 0, 1);
    const given = Uint8Array.of(1, 0, 0, 0, 0, 1);
    const scores = classScores(truth, given, 3);
    expect(scores.accuracy).toBe(0.5);
    expect(scores.microF1).toBeCloseTo(0.8, 12);
    expect(scores.macroF1).toBeCloseTo(2 / 3, 12);
  });
});

describe('calibration', () => {
  it('is the mean gap between confidence and truth, bin by bin', () => {
    const { error, bins } = calibration(
      [0.95, 0.95, 0.95, 0.95, 0.55, 0.55],
      [true, true, true, false, true, false],
    );
    expect(bins[9]).toMatchObject({ from: 0.9, to: 1, count: 4, accuracy: 0.75 });
    expect(bins[9].confidence).toBeCloseTo(0.95, 12);
    expect(error).toBeCloseTo((4 * 0.2 + 2 * 0.05) / 6, 12);
  });

  it('is 0 for answers that are as often right as they claim, and of none', () => {
    expect(calibration([0.5, 0.5], [true, false]).error).toBeCloseTo(0, 12);
    expect(calibration([1, 1], [true, true]).bins[9].count).toBe(2);
    expect(calibration([], []).error).toBe(0);
  });
});
