import { describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { ctcAlign } from '../../src/nn/search/ctcAlign.ts';
import { ctcBeam } from '../../src/nn/search/ctcBeam.ts';
import { ctcBestPath } from '../../src/nn/search/ctcBestPath.ts';
import { normal, stream } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { ctc, leastSteps } from '../../src/tensor/losses/ctc.ts';
import { logSoftmax } from '../../src/tensor/operations/logSoftmax.ts';
import { fromArrays } from '../../src/tensor/ragged/fromArrays.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';

const CLASSES = 3;
const STEPS = 6;
const context = new Context(referenceBackend('float64'));
const logits = Array.from({ length: STEPS * CLASSES }, (_, unit) => 2 * normal(stream(8), unit));
const scores = Array.from(logSoftmax(context.tensor(logits, [STEPS, CLASSES])).toArray());

const labelsOf = (path: readonly number[]): number[] =>
  path.filter((one, t) => one !== 0 && one !== path[t - 1]);

/** Every path with its labels and the logarithm of its probability, written out. */
const paths = Array.from({ length: CLASSES ** STEPS }, (_, k) => {
  const path = Array.from({ length: STEPS }, (_step, t) => Math.floor(k / CLASSES ** t) % CLASSES);
  const score = path.reduce((sum, one, t) => sum + scores[t * CLASSES + one], 0);
  return { path, labels: labelsOf(path), score };
});
const likeliest = paths.reduce((a, b) => (b.score > a.score ? b : a));

/** Every labelling with the sum of its paths, best first. */
const labellings = [...new Set(paths.map(({ labels }) => labels.join()))]
  .map((name) => {
    const own = paths.filter(({ labels }) => labels.join() === name);
    const score = Math.log(own.reduce((sum, one) => sum + Math.exp(one.score), 0));
    return { labels: own[0].labels, score };
  })
  .sort((a, b) => b.score - a.score);

const lossOf = (labels: number[]): number =>
  ctc(
    ragged(context.tensor(logits, [STEPS, CLASSES]), Structure.of([STEPS])),
    fromArrays(context, [labels], { features: 0 }),
    { reduction: 'sum' },
  ).item();

describe('temporal classification beside all its paths written out', () => {
  it('has the loss of every labelling', () => {
    expect(labellings.length).toBe(41);
    for (const { labels, score } of labellings) expect(lossOf(labels)).toBeCloseTo(-score, 10);
  });

  it('finds the likeliest path', () => {
    const { labels, score } = ctcBestPath(scores, CLASSES);
    expect(labels).toEqual(likeliest.labels);
    expect(score).toBeCloseTo(likeliest.score, 10);
  });

  it('finds the likeliest labellings in order, where no prefix is dropped', () => {
    const found = ctcBeam(scores, CLASSES, { width: 1000, count: 20 });
    expect(found.map(({ labels }) => labels)).toEqual(labellings.slice(0, 20).map(({ labels }) => labels));
    found.forEach(({ score }, k) => expect(score).toBeCloseTo(labellings[k].score, 10));
    const [narrow] = ctcBeam(scores, CLASSES, { width: 2 });
    expect(narrow.score).toBeLessThanOrEqual(labellings[0].score + 1e-12);
  });

  it('sums paths, so that the best labelling need not be that of the best path', () => {
    // Blank is likeliest at both steps, but there are three paths to one label.
    const two = [0.6, 0.4, 0.6, 0.4].map(Math.log);
    expect(ctcBestPath(two, 2).labels).toEqual([]);
    const [best] = ctcBeam(two, 2);
    expect(best.labels).toEqual([1]);
    expect(Math.exp(best.score)).toBeCloseTo(0.64, 10);
  });

  it('aligns every labelling as its likeliest path does', () => {
    for (const { labels } of labellings) {
      const own = paths.filter((one) => one.labels.join() === labels.join());
      const { path } = own.reduce((a, b) => (b.score > a.score ? b : a));
      const aligned = ctcAlign(scores, CLASSES, labels);
      expect(aligned.map(({ label }) => label)).toEqual(labels);
      const stretched = new Array<number>(STEPS).fill(0);
      for (const { label, start, end, score } of aligned) {
        stretched.fill(label, start, end);
        const sum = scores.filter(
          (_, k) => k % CLASSES === label && k >= start * CLASSES && k < end * CLASSES,
        );
        expect(score).toBeCloseTo(sum.reduce((a, b) => a + b) / (end - start), 10);
      }
      expect(stretched).toEqual(path);
    }
  });
});

it('counts the steps that labels take', () => {
  expect(leastSteps([])).toBe(0);
  expect(leastSteps([1, 2, 1])).toBe(3);
  expect(leastSteps('aabbb')).toBe(8);
});

it('refuses labels that are none, or more than the steps, and shapes that do not fit', () => {
  expect(() => lossOf([1, 3])).toThrow(/ctc: sequence 0 has the label 3, but there are 3 classes/);
  expect(() => lossOf([0])).toThrow(/label 0/);
  expect(() => lossOf([1, 1, 2, 2])).not.toThrow();
  expect(() => lossOf([1, 1, 2, 2, 1])).toThrow(/sequence 0 has 6 steps, and its 5 labels take 7 at least/);
  expect(() => ctcAlign(scores, CLASSES, [1, 1, 1, 1])).toThrow(/4 labels take 7 steps/);
  const two = fromArrays(context, [[1], [2]], { features: 0 });
  const one = ragged(context.zeros([STEPS, CLASSES]), Structure.of([STEPS]));
  expect(() => ctc(one, two)).toThrow(/logits \[6, 3\] of 1 sequences, labels \[2\] of 2/);
  expect(() => ctcBeam(scores, CLASSES, { width: 1, count: 2 })).toThrow(/width is 1 and count is 2/);
});
