import { describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { crfLayer } from '../../src/nn/layers/crfLayer.ts';
import { bestPaths } from '../../src/nn/search/bestPaths.ts';
import { normal, stream } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { crf } from '../../src/tensor/losses/crf.ts';
import { viterbi } from '../../src/tensor/operations/viterbi.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';

const TAGS = 3;
const STEPS = 4;
const context = new Context(referenceBackend('float64'));
const draw = (count: number, key: number): number[] =>
  Array.from({ length: count }, (_, unit) => normal(stream(5, key), unit));
const emissions = draw(STEPS * TAGS, 1);

/** Every path with its score, written out: what the algorithms are to find without listing them. */
const paths = (score: (path: number[]) => number): { tags: number[]; score: number }[] =>
  Array.from({ length: TAGS ** STEPS }, (_, k) => {
    const tags = Array.from({ length: STEPS }, (_, t) => Math.floor(k / TAGS ** (STEPS - 1 - t)) % TAGS);
    return { tags, score: score(tags) };
  }).sort((a, b) => b.score - a.score);

const batch = () => ragged(context.tensor(emissions, [STEPS, TAGS]), Structure.of([STEPS]));

describe('a linear chain beside all its paths written out', () => {
  const layer = crfLayer(context, { tags: TAGS, stream: stream(6) });
  Object.values(layer.parameters).forEach((tensor, k) => tensor.set(draw(tensor.size, 10 + k)));
  const plain = {
    transitions: layer.chain.transitions.toArray(),
    begin: layer.chain.begin.toArray(),
    end: layer.chain.end.toArray(),
  };
  const all = paths(
    (path) =>
      plain.begin[path[0]] +
      plain.end[path[STEPS - 1]] +
      path.reduce(
        (sum, tag, t) =>
          sum + emissions[t * TAGS + tag] + (t > 0 ? plain.transitions[path[t - 1] * TAGS + tag] : 0),
        0,
      ),
  );
  const total = Math.log(all.reduce((sum, { score }) => sum + Math.exp(score), 0));

  it('has their loss and their marginals', () => {
    const labels = all[7].tags;
    const loss = crf(batch(), layer.chain, context.tensor(labels, [STEPS], 'int32'), { reduction: 'sum' });
    expect(loss.item()).toBeCloseTo(total - all[7].score, 10);
    const marginals = layer.marginals(batch()).data.toArray();
    for (let t = 0; t < STEPS; t++) {
      for (let tag = 0; tag < TAGS; tag++) {
        const share = all
          .filter(({ tags }) => tags[t] === tag)
          .reduce((sum, { score }) => sum + Math.exp(score - total), 0);
        expect(marginals[t * TAGS + tag]).toBeCloseTo(share, 10);
      }
    }
  });

  it('has the best of them, and the n best in order', () => {
    const { path, scores } = viterbi(batch(), layer.chain);
    expect(Array.from(path.data.toArray())).toEqual(all[0].tags);
    expect(scores.toArray()[0]).toBeCloseTo(all[0].score, 10);
    const best = bestPaths({ ...plain, emissions }, TAGS, 10);
    expect(best.map(({ tags }) => tags)).toEqual(all.slice(0, 10).map(({ tags }) => tags));
    best.forEach(({ score }, k) => expect(score).toBeCloseTo(all[k].score, 10));
    expect(bestPaths({ ...plain, emissions }, TAGS, 1000)).toHaveLength(TAGS ** STEPS);
  });

  it('keeps to what is allowed, also in its marginals', () => {
    const allows = (before: number, after: number): boolean => (after === 2 ? before === 1 : before !== 1);
    const bound = crfLayer(context, { tags: TAGS, stream: stream(6), allows });
    Object.values(bound.parameters).forEach((tensor, k) => tensor.set(draw(tensor.size, 10 + k)));
    const isAllowed = ({ tags }: { tags: number[] }): boolean =>
      [-1, ...tags].every((before, k) => allows(before, k < STEPS ? tags[k] : -1));
    const best = all.find(isAllowed);
    expect(best).not.toBe(all[0]);
    expect(Array.from(bound.decode(batch()).data.toArray())).toEqual(best?.tags);
    const marginals = bound.marginals(batch()).data.toArray();
    expect(marginals[2]).toBe(0); // tag 2 at the beginning
    for (let t = 0; t < STEPS; t++)
      expect(Array.from(marginals.slice(t * TAGS, (t + 1) * TAGS)).reduce((a, b) => a + b)).toBeCloseTo(
        1,
        10,
      );
  });
});

it('refuses shapes and labels that do not fit', () => {
  const layer = crfLayer(context, { tags: TAGS, stream: stream(6) });
  const labels = (values: number[]) => context.tensor(values, [values.length], 'int32');
  expect(() => layer.losses(batch(), labels([0, 1]))).toThrow(/crf: labels \[2\] for emissions \[4, 3\]/);
  expect(() => layer.losses(batch(), labels([0, 1, 3, 0]))).toThrow(/label 3 in row 2, but there are 3 tags/);
  const wide = ragged(context.zeros([2, 5]), Structure.of([2]));
  expect(() => layer.decode(wide)).toThrow(/viterbi: emissions \[2, 5\], transitions \[3, 3\]/);
});
